/*-
 * #%L
 * nnU-Net for Fiji: self-configuring segmentation networks, trained and applied in ImageJ.
 * %%
 * Copyright (C) 2026 Fiji developers.
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs the tests of readers, writers and the command line once more in languages with digits, an i and a decimal sign
 * of their own.
 */
class LocalesTest {

	private static final String[] CLASSES = { "imagefile.TiffFormsTest", "imagefile.UnitsTest",
		"imagefile.PlainImageTest", "imagefile.ConverterTest", "imagefile.TimePointFilesTest", "nifti.NiftiGoldenTest", "nifti.NiftiRoundTripTest",
		"dataset.LayoutsTest", "dataset.TwoFoldersLayoutTest", "dataset.DatasetCheckTest", "dataset.SplitsTest",
		"preprocess.NpyFileTest", "preprocess.CheckAndPreprocessTest", "plan.PlanFileTest", "evaluate.SummaryFileTest",
		"report.JsonLogTest", "predict.InputCasesTest", "predict.ObjectTablesTest", "cli.MainTest", "call.MacroLineTest" };

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG-u-nu-arab", "tr-TR", "de-DE" })
	void readersWritersAndTheCommandLineDoNotDependOnTheLanguage(final String tag) {
		final Locale usual = Locale.getDefault();
		final SummaryGeneratingListener listener = new SummaryGeneratingListener();
		try {
			Locale.setDefault(Locale.forLanguageTag(tag));
			final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(Stream.of(CLASSES)
				.map(name -> selectClass("sc.fiji.nnunet." + name)).toList()).filters(TagFilter.excludeTags("damage", "slow"))
				.build();
			LauncherFactory.create().execute(request, listener);
		}
		finally {
			Locale.setDefault(usual);
		}
		final StringWriter failures = new StringWriter();
		listener.getSummary().printFailuresTo(new PrintWriter(failures), 3);
		assertEquals(0, listener.getSummary().getTotalFailureCount(), failures.toString());
		assertEquals(true, listener.getSummary().getTestsSucceededCount() > 100);
	}

	/** NB: otherwise the test above would prove nothing. */
	@Test
	void arabicHasItsOwnDigits() {
		assertEquals("\u0661", String.format(Locale.forLanguageTag("ar-EG-u-nu-arab"), "%d", 1));
	}
}
