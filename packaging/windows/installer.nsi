; Installer of Policy Reader. Silent: setup.exe /S [/AllUsers | /CurrentUser] [/D=C:\path without quotes, last]
; /LOG=file writes what was done, step by step, also for uninstall.exe; for all users an event is told to Windows as well.
; Exit status: 0 done, 1 given up by the user, 2 not possible (no rights, old Windows, a folder that others use),
; 5 the program is running, 6 the .msi is installed.
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
!include FileFunc.nsh
!include associations.nsh

Name "${TITLE}"
OutFile "${OUT}"
ManifestDPIAware true
ManifestLongPathAware true
!ifdef SIGN
!uninstfinalize '${SIGN} "%1"'
!endif
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
!define MUI_CUSTOMFUNCTION_ABORT GivenUp
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
Var LogFile

; What is done, with the time, into the file that /LOG= names: UTF-16, as Windows' own logs are. Nothing without it.
!macro LOGGING UN
Function ${UN}OpenLog
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/LOG=" $LogFile
  ${If} ${Errors}
    StrCpy $LogFile ""
  ${EndIf}
  ClearErrors
FunctionEnd

Function ${UN}WriteLog
  Exch $0
  ${If} $LogFile != ""
    Push $1
    Push $2
    Push $3
    Push $4
    Push $5
    Push $6
    Push $7
    Push $8
    ${GetTime} "" "L" $1 $2 $3 $4 $5 $6 $7
    ClearErrors
    FileOpen $8 "$LogFile" a
    ${IfNot} ${Errors}
      FileSeek $8 0 END
      FileWriteUTF16LE /BOM $8 "$3-$2-$1 $5:$6:$7  $0$\r$\n"
      FileClose $8
    ${EndIf}
    ClearErrors
    Pop $8
    Pop $7
    Pop $6
    Pop $5
    Pop $4
    Pop $3
    Pop $2
    Pop $1
  ${EndIf}
  Pop $0
FunctionEnd
!macroend
!insertmacro LOGGING ""
!insertmacro LOGGING "un."

!macro LOG UN TEXT
  Push "${TEXT}"
  Call ${UN}WriteLog
!macroend

; An event of Windows' application log, for all users only: one's own copy is nobody else's affair. The text is told
; through the message file that comes with every Windows 10.
!define EVENTS "SYSTEM\CurrentControlSet\Services\EventLog\Application\${APP}"
!macro EVENT NUMBER TEXT
  ${If} $MultiUser.InstallMode == "AllUsers"
    WriteRegExpandStr HKLM "${EVENTS}" "EventMessageFile" "%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll"
    WriteRegDWORD HKLM "${EVENTS}" "TypesSupported" 7
    System::Call 'advapi32::RegisterEventSourceW(p 0, w "${APP}") p .r0'
    ${If} $0 P<> 0
      System::Call '*(w "${TEXT}") p .r1'
      System::Call 'advapi32::ReportEventW(p r0, i 4, i 0, i ${NUMBER}, p 0, i 1, i 0, p r1, p 0) i .r2'
      System::Free $1
      System::Call 'advapi32::DeregisterEventSource(p r0)'
    ${EndIf}
    ClearErrors
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  Call OpenLog
  !insertmacro LOG "" "setup ${VERSION}, $CMDLINE"
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro LOG "" "64-bit Windows 10 or newer is needed; status 2"
    MessageBox MB_ICONSTOP "需要 64 位 Windows 10 或更新版本。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  System::Call 'msi::MsiEnumRelatedProductsW(w "{${UPGRADE_CODE}}", i 0, i 0, w .r1) i .r0'
  ${If} $0 == 0
    !insertmacro LOG "" "the .msi is installed ($1), remove it first; status 6"
    MessageBox MB_ICONSTOP "本机已用 .msi 安装政策阅读器。请先卸载它，再运行本安装程序。" /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}
  StrCpy $Chosen $INSTDIR ; what /D= says; MULTIUSER_INIT would put its own folder over it
  !insertmacro MULTIUSER_INIT
  ${If} $Chosen != ""
    StrCpy $INSTDIR $Chosen
  ${EndIf}
FunctionEnd

Function .onInstFailed
  !insertmacro LOG "" "not installed; see the status"
FunctionEnd

Function GivenUp
  !insertmacro LOG "" "given up by the user; status 1"
FunctionEnd

Function un.onInit
  SetRegView 64
  Call un.OpenLog
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
  RMDir /r "$INSTDIR\policies"
  Delete "$INSTDIR\*.dll"
  Delete "$INSTDIR\python313._pth"
  Delete "$INSTDIR\python313.zip"
  Delete "$INSTDIR\packages.zip"
  Delete "$INSTDIR\app.zip"
  Delete "$INSTDIR\policy.sample.toml"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\vex.cdx.json"
  Delete "$INSTDIR\VERSION"
  Delete "$INSTDIR\NEWS.md"
  Delete "$INSTDIR\policy-reader.exe"
  Delete "$INSTDIR\PolicyReader.exe"
!macroend

; The machine's policy: put where there is none, never overwritten, never taken away. Ordinary users may only read it. Any
; of them could have made the folder before the first installation, and own it: it becomes the administrators' then.
!macro MACHINE_POLICY
  ${If} $MultiUser.InstallMode == "AllUsers"
    ReadRegStr $1 SHCTX "${UNINSTALL}" "DisplayVersion"
    ${IfNot} ${FileExists} "$APPDATA\${APP}\policy.toml"
      CreateDirectory "$APPDATA\${APP}"
      CopyFiles /SILENT "$INSTDIR\policy.sample.toml" "$APPDATA\${APP}\policy.toml"
      StrCpy $1 "" ; the folder is as new
    ${ElseIf} $1 == ""
      !insertmacro LOG "" "$APPDATA\${APP}\policy.toml was there before: see who wrote it, it holds for everybody"
    ${EndIf}
    ${If} $1 == ""
      nsExec::Exec 'icacls "$APPDATA\${APP}" /setowner *S-1-5-32-544 /T /C'
      Pop $0
      nsExec::Exec 'icacls "$APPDATA\${APP}" /inheritance:r /grant:r *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX'
      Pop $0
      nsExec::Exec 'icacls "$APPDATA\${APP}\*" /reset /T /C'
      Pop $0
    ${EndIf}
    ClearErrors
  ${EndIf}
!macroend

; What lies in a folder that this program was never in is somebody else's: an installation takes nothing of it away and
; puts nothing beside it, or a removal would take both.
!macro STOP_IF_OTHERS
  ${IfNot} ${FileExists} "$INSTDIR\PolicyReader.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\python313._pth"
    FindFirst $0 $1 "$INSTDIR\*.*"
    ${DoWhile} $1 != ""
      ${If} $1 != "."
      ${AndIf} $1 != ".."
      ${AndIf} $1 != "uninstall.exe"
        FindClose $0
        !insertmacro LOG "" "$INSTDIR holds $1, which is not of this program; status 2"
        MessageBox MB_ICONSTOP "$INSTDIR 里有别的文件（$1）。请换一个空文件夹。" /SD IDOK
        SetErrorLevel 2
        Quit
      ${EndIf}
      FindNext $0 $1
    ${Loop}
    FindClose $0
    ClearErrors
  ${EndIf}
!macroend

!macro STOP_IF_RUNNING UN
  ${If} ${FileExists} "$INSTDIR\PolicyReader.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\PolicyReader.exe" a
    ${If} ${Errors}
      !insertmacro LOG "${UN}" "the program is running; status 5"
      MessageBox MB_ICONSTOP "政策阅读器正在运行，请先关闭。" /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  !insertmacro LOG "" "$MultiUser.InstallMode, into $INSTDIR"
  !insertmacro STOP_IF_RUNNING ""
  !insertmacro STOP_IF_OTHERS
  ReadRegStr $0 SHCTX "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    !insertmacro LOG "" "version $0 is there: its files are taken away"
  ${EndIf}
  !insertmacro REMOVE_PROGRAM
  ClearErrors
  SetOutPath "$INSTDIR"
  File /r "tree\*"
  ${If} ${Errors}
    !insertmacro LOG "" "files could not be written; status 2"
    SetErrorLevel 2
    Abort "文件未能写入 $INSTDIR。"
  ${EndIf}
  !insertmacro LOG "" "files are in place"
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
!ifdef SUPPORT
  WriteRegStr SHCTX "${UNINSTALL}" "HelpLink" "${SUPPORT}"
  WriteRegStr SHCTX "${UNINSTALL}" "URLInfoAbout" "${SUPPORT}"
!endif
  !insertmacro ASSOCIATE
  !insertmacro EVENT 1 "政策阅读器 ${VERSION} 已安装 installed: $INSTDIR"
  !insertmacro LOG "" "menu entry, registry and file kinds are in place; status 0"
SectionEnd

Section "Uninstall"
  !insertmacro LOG "un." "removal of ${VERSION}, $MultiUser.InstallMode, from $INSTDIR"
  !insertmacro STOP_IF_RUNNING "un."
  !insertmacro DISSOCIATE
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "Software\${APP}"
  ; The source of events stays: without it Windows could not show the ones that were told.
  !insertmacro EVENT 2 "政策阅读器 ${VERSION} 已卸载 removed: $INSTDIR"
  !insertmacro LOG "un." "removed; status 0"
SectionEnd
