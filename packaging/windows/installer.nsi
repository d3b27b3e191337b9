; Installer of Policy Reader. Silent: setup.exe /S [/AllUsers | /CurrentUser] [/D=C:\path without quotes, last]
; Exit status: 0 done, 1 given up by the user, 2 not possible (no rights, old Windows), 5 the program is running.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 32
RequestExecutionLevel user

!define APP "PolicyReader"
!define TITLE "政策阅读器"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${APP}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "Software\${APP}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallDir"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "Software\${APP}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallDir"
!include MultiUser.nsh
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh

Name "${TITLE}"
OutFile "${OUT}"
ManifestDPIAware true
BrandingText "Policy Reader ${VERSION}"
VIProductVersion "${FOUR}"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE} Policy Reader"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache License 2.0"

!define MUI_ICON "app.ico"
!define MUI_UNICON "app.ico"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "notice.txt"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "TradChinese"
!insertmacro MUI_LANGUAGE "English"

Var Chosen

Function .onInit
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_ICONSTOP "需要 64 位 Windows 10 或更新版本。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  StrCpy $Chosen $INSTDIR ; what /D= says; MULTIUSER_INIT would put its own folder over it
  !insertmacro MULTIUSER_INIT
  ${If} $Chosen != ""
    StrCpy $INSTDIR $Chosen
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; What the program consists of; the user's notes lie in %APPDATA% and are never touched.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\DLLs"
  RMDir /r "$INSTDIR\Lib"
  RMDir /r "$INSTDIR\site"
  RMDir /r "$INSTDIR\corpus"
  RMDir /r "$INSTDIR\resources"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\*.dll"
  Delete "$INSTDIR\python313._pth"
  Delete "$INSTDIR\policy.sample.toml"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\VERSION"
  Delete "$INSTDIR\NEWS.md"
  Delete "$INSTDIR\policy-reader.exe"
  Delete "$INSTDIR\PolicyReader.exe"
!macroend

; The machine's policy: put where there is none, never overwritten, never taken away. Ordinary users may only read it.
!macro MACHINE_POLICY
  ${If} $MultiUser.InstallMode == "AllUsers"
    CreateDirectory "$APPDATA\${APP}"
    ${IfNot} ${FileExists} "$APPDATA\${APP}\policy.toml"
      CopyFiles /SILENT "$INSTDIR\policy.sample.toml" "$APPDATA\${APP}\policy.toml"
      nsExec::Exec 'icacls "$APPDATA\${APP}" /inheritance:r /grant:r *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX'
      Pop $0
    ${EndIf}
    ClearErrors
  ${EndIf}
!macroend

!macro STOP_IF_RUNNING
  ${If} ${FileExists} "$INSTDIR\PolicyReader.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\PolicyReader.exe" a
    ${If} ${Errors}
      MessageBox MB_ICONSTOP "政策阅读器正在运行，请先关闭。" /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  !insertmacro STOP_IF_RUNNING
  !insertmacro REMOVE_PROGRAM
  ClearErrors
  SetOutPath "$INSTDIR"
  File /r "tree\*"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort "文件未能写入 $INSTDIR。"
  ${EndIf}
  !insertmacro MACHINE_POLICY
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\PolicyReader.exe"
  WriteRegStr SHCTX "Software\${APP}" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${TITLE} Policy Reader"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\PolicyReader.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "Policy Reader maintainers"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  !insertmacro STOP_IF_RUNNING
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "Software\${APP}"
SectionEnd
