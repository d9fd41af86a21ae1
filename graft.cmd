@echo off
rem Starts the graft command. Builds it at the first call, and again when its sources have changed.
setlocal
set "root=%~dp0"
set "program=%root%.build\graft\Graft.Cli.exe"
set "stamp=%root%.build\graft.stamp"
powershell -NoProfile -Command ^
  "$stamp = Get-Item -ErrorAction SilentlyContinue '%stamp%';" ^
  "if (-not (Test-Path '%program%') -or -not $stamp) { exit 1 };" ^
  "$new = Get-ChildItem -Recurse -File '%root%src','%root%Directory.*','%root%global.json' | Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTime -gt $stamp.LastWriteTime } | Select-Object -First 1;" ^
  "if ($new) { exit 1 }"
if errorlevel 1 (
  echo graft: building ^(first call, or sources changed^); this takes a minute or two 1>&2
  if not exist "%root%.build" mkdir "%root%.build"
  dotnet publish "%root%src\Graft.Cli" -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -o "%root%.build\graft" -v quiet -nologo 1>&2 || exit /b 1
  type nul > "%stamp%"
)
"%program%" %*
exit /b %errorlevel%
