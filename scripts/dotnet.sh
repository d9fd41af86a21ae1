# shellcheck shell=bash
# Sourced by the scripts that build programs or start them.

# Lets programs find the .NET that is in PATH: they look in DOTNET_ROOT and in the system's folders only. Without a process of
# its own, which ./graft would pay for at each start, but for a link to an unusual place.
find_dotnet() {
    [[ -z ${DOTNET_ROOT:-} ]] || return 0
    local IFS=: folder usual
    for folder in $PATH ''; do
        [[ ! -f $folder/dotnet || ! -x $folder/dotnet ]] || break
    done
    [[ -n $folder ]] || return 0
    if [[ -L $folder/dotnet ]]; then
        for usual in /usr/share/dotnet /usr/lib/dotnet ''; do
            [[ ! $folder/dotnet -ef $usual/dotnet ]] || break
        done
        folder=${usual:-$(dirname "$(readlink -f "$folder/dotnet")")}
    fi
    # A script in PATH that starts the real one elsewhere says nothing about where that is.
    [[ ! -d $folder/host/fxr ]] || export DOTNET_ROOT=$folder
}

# Ends the script named so where there is no SDK, and lets the SDK start where libicu is missing.
require_sdk() {
    if ! type -P dotnet >/dev/null; then
        echo "$1: the .NET SDK 10 is needed to build; see https://dotnet.microsoft.com/download" >&2
        exit 1
    fi

    # Graft's own programs need no libicu (InvariantGlobalization in Directory.Build.props); the SDK does unless told otherwise.
    local libraries
    libraries=$({ /sbin/ldconfig -p || ldconfig -p; } 2>/dev/null || true)
    if [[ -n $libraries && $libraries != *libicuuc.so* ]]; then
        export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}
    fi
}
