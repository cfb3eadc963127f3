namespace TaskCancellation.Tool.Help;

/// <summary>Scripts that hand the line to the tool's own suggestions: <c>taskcancel "[suggest:POSITION]" "LINE"</c>.</summary>
internal static class CompletionScripts
{
    internal static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["bash"] = """
            # taskcancel: completion for bash
            _taskcancel()
            {
                local IFS=$'\n'
                local word="${COMP_WORDS[COMP_CWORD]}"
                local candidates
                candidates="$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null </dev/null)" || candidates=""
                COMPREPLY=($(compgen -W "${candidates}" -- "${word}"))
            }
            complete -o default -F _taskcancel taskcancel

            """,
        ["zsh"] = """
            #compdef taskcancel
            # taskcancel: completion for zsh
            _taskcancel()
            {
                local -a candidates
                candidates=("${(@f)$("${words[1]}" "[suggest:${#BUFFER[1,CURSOR]}]" "${BUFFER}" 2>/dev/null </dev/null)}")
                compadd -a candidates
                _files
            }
            compdef _taskcancel taskcancel

            """,
        ["fish"] = """
            # taskcancel: completion for fish
            function __taskcancel_suggest
                set -l line (commandline)
                taskcancel "[suggest:"(commandline -C)"]" "$line" 2>/dev/null </dev/null
            end
            complete -c taskcancel -a "(__taskcancel_suggest)"

            """,
        ["pwsh"] = """
            # taskcancel: completion for PowerShell
            Register-ArgumentCompleter -Native -CommandName taskcancel -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                taskcancel "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }

            """,
    };
}
