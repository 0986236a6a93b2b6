@echo off
rem nnU-Net on the command line: nnunet <command> [--option value]...   (nnunet help)
rem Builds on first use; delete the folder target to build again. Exit codes: 0 done, 1 failed, 2 bad arguments.
setlocal
set "HOME_DIR=%~dp0"
set "FIJI=%HOME_DIR%target\fiji"
if not exist "%FIJI%\plugins\nnUNet_Fiji-*.jar" (
	echo nnunet: building, which takes a minute the first time 1>&2
	pushd "%HOME_DIR%"
	call mvn -B -q -DskipTests package 1>&2
	if errorlevel 1 (
		popd
		echo nnunet: the build failed 1>&2
		exit /b 1
	)
	popd
)
if not defined TF_ENABLE_ONEDNN_OPTS set TF_ENABLE_ONEDNN_OPTS=1
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=2
set OPT_OUT_TRACKING=true
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -XX:+UseParallelGC -XX:MaxRAMPercentage=50 -Djava.awt.headless=true -Dslf4j.internal.verbosity=ERROR %NNUNET_JAVA_OPTS% ^
	-cp "%FIJI%\plugins\*;%FIJI%\jars\*;%FIJI%\jars\nnunet\engine\*;%HOME_DIR%target\runtime\*" sc.fiji.nnunet.cli.Main %*
exit /b %ERRORLEVEL%
