# Makes .venv with the pinned packages, or brings it up to date; does nothing when it already is.
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot

$wanted = (Get-FileHash requirements/dev.txt -Algorithm SHA256).Hash
if ((Test-Path .venv/.installed) -and ((Get-Content .venv/.installed) -eq $wanted)) { exit 0 }

$python = if ($env:PYTHON) { $env:PYTHON } else { "python" }
& $python -c "import sys; sys.exit(sys.version_info < (3, 11))"
if ($LASTEXITCODE -ne 0) { throw "Python 3.11 or newer is needed. Set PYTHON to another one." }

Write-Host "Installing the Python packages into .venv ..."
if (-not (Test-Path .venv/Scripts/python.exe)) { & $python -m venv .venv }
& .venv/Scripts/python.exe -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
if ($LASTEXITCODE -ne 0) { throw "The packages could not be installed." }
Set-Content .venv/.installed $wanted
