#!/bin/sh
# tools/setup against a system that is made of a few small programs: it names what is missing, installs only
# that, asks for no network when all is there, and says what to do where it may not install.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
here=$PWD

# A PATH with the tools the script itself uses, an apt-get that writes down what it was told and "installs" by
# linking the command, and nothing else.
bin=$work/bin
mkdir "$bin"
for tool in sh cat id sort tr tee chmod rm awk env dpkg-query gcc make ninja pkg-config g++ nm git; do
    path=$(command -v $tool) && ln -s "$path" "$bin/$tool"
done
# The interpreter itself: a version manager's stand-in for it needs more than this PATH has.
ln -s "$(python3 -c 'import sys; print(sys.executable)')" "$bin/python3"
cat >"$bin/apt-get" <<END
#!/bin/sh
echo "\$*" >>$work/apt
case "\$*" in *install*cmake*) $(command -v ln) -sf /bin/true "$bin/cmake" ;; esac
END
chmod +x "$bin/apt-get"
setup() { PATH=$bin "$bin/sh" "$here/tools/setup" "$@"; }

check() {
    title=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "setup: FAILED: $title: $(tail -n 5 "$work/said")"
    fi
}
missing_is_named() { setup --check build && return 1; setup --check build | grep -qx 'setup: missing for build: cmake'; }
only_missing_is_installed() {
    setup build 2>"$work/err" || { cat "$work/err"; return 1; }
    grep -qx 'setup: installing for build: cmake' "$work/err" && grep -q 'install --no-install-recommends cmake$' "$work/apt"
}
nothing_is_asked_when_all_is_there() { rm -f "$work/apt"; setup build test && [ ! -e "$work/apt" ]; }
unknown_purpose_is_refused() { setup sail; [ $? = 64 ]; }
says_what_to_install() {
    rm -f "$bin/cmake" "$bin/id"
    printf '#!/bin/sh\necho 1000\n' >"$bin/id"
    chmod +x "$bin/id"
    setup build 2>"$work/err" </dev/null
    [ $? = 77 ] && grep -q 'neither root nor sudo is at hand; have installed: cmake' "$work/err"
}

check "what is missing is named" missing_is_named
# Planting an apt-get works only for root, for whom no sudo stands between.
if [ "$(id -u)" = 0 ]; then
    check "only what is missing is installed" only_missing_is_installed
else
    ln -s /bin/true "$bin/cmake"
fi
check "nothing is asked for when all is there" nothing_is_asked_when_all_is_there
check "an unknown purpose is refused" unknown_purpose_is_refused
check "without root or sudo it says what to install and exits 77" says_what_to_install

echo "setup: $passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
