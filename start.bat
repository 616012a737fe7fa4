@echo off
rem Clustermark on Windows: double-click this file, or drag a study folder onto it.
rem Not yet run on Windows.
rem
rem The first time it makes a Python environment in the folder .venv beside this file. It needs Python 3.11 to 3.13
rem from python.org. Another package index: set the environment variable PIP_INDEX_URL before. CLUSTERMARK_LANGUAGE
rem (zh or en) sets the language of messages.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONUTF8=1"
set "HERE=%~dp0"
set "VENV=%HERE%.venv"
set "PROGRAM=%VENV%\Scripts\clustermark.exe"
set "STUDY=%~1"

if exist "%PROGRAM%" goto ask
call :install
if errorlevel 1 goto failed

:ask
if defined STUDY goto named
echo.
echo Drag a study folder into this window, or type the name of a new one, and press Enter.
set /p "STUDY=Study folder: "
if not defined STUDY goto end
set "STUDY=%STUDY:"=%"
if not defined STUDY goto end

:named
if "%STUDY:~-1%"=="\" set "STUDY=%STUDY:~0,-1%"
if exist "%STUDY%\study.toml" goto run
"%PROGRAM%" new "%STUDY%"
goto end

:run
"%PROGRAM%" run "%STUDY%"
if errorlevel 2 goto end
if exist "%STUDY%\report\report.html" start "" "%STUDY%\report\report.html"
goto end

:install
set "FIND=import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
set "PYTHON="
for %%V in (3.13 3.12 3.11) do if not defined PYTHON py -%%V -c "%FIND%" >nul 2>nul && set "PYTHON=py -%%V"
if not defined PYTHON python -c "%FIND%" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON (
  echo Python 3.11, 3.12 or 3.13 was not found. Install it from python.org and start again.
  exit /b 1
)
echo Making the environment, once. This takes a few minutes.
%PYTHON% -m venv "%VENV%"
if errorlevel 1 exit /b 1
"%VENV%\Scripts\python.exe" -m pip --disable-pip-version-check install --quiet --require-hashes -r "%HERE%requirements\run.txt" -r "%HERE%requirements\build.txt"
if errorlevel 1 exit /b 1
"%VENV%\Scripts\python.exe" -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation "%HERE%."
exit /b %errorlevel%

:failed
echo The environment could not be made. Behind a firewall, set PIP_INDEX_URL to a package index and start again.

:end
echo.
pause
endlocal
