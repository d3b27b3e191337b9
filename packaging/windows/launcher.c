/* Starts the Python that lies beside it with app.zip. Built twice: with a console for commands, without one for
 * the window. Owns the search for python313.dll, so that no Python of the machine gets in. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

typedef int (*python_main)(int, wchar_t **);

static int fail(const wchar_t *sentence)
{
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", sentence);
#else
    MessageBoxW(NULL, sentence, L"Policy Reader", MB_ICONERROR | MB_OK);
#endif
    return 70; /* a fault of the program: docs/exit-codes.md */
}

static int start(int count, wchar_t **words)
{
    static wchar_t home[32768], library[32768 + 32], script[32768 + 32];
    DWORD length = GetModuleFileNameW(NULL, home, 32768);
    wchar_t *end = length && length < 32768 ? wcsrchr(home, L'\\') : NULL;
    if (!end)
        return fail(L"The program cannot find its own folder.");
    *end = 0;
    swprintf(library, sizeof library / sizeof *library, L"%ls\\python313.dll", home);
    swprintf(script, sizeof script / sizeof *script, L"%ls\\app.zip", home);
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!python)
        return fail(L"python313.dll is missing or damaged; please install the program again.");
    python_main run = (python_main)(void *)GetProcAddress(python, "Py_Main");
    wchar_t **given = calloc((size_t)count + 6, sizeof *given);
    if (!run || !given)
        return fail(L"python313.dll cannot be used; please install the program again.");
    int at = 0;
    given[at++] = words[0];
    given[at++] = L"-I"; /* nothing of the user's environment */
    given[at++] = L"-X";
    given[at++] = L"utf8";
    given[at++] = script;
    for (int i = 1; i < count; i++)
        given[at++] = words[i];
    return run(at, given);
}

#ifdef CONSOLE
int wmain(int count, wchar_t **words)
{
    return start(count, words);
}
#else
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    (void)instance, (void)before, (void)line, (void)show;
    return start(__argc, __wargv);
}
#endif
