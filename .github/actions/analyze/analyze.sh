#!/usr/bin/env bash
# Downloads a release for this runner, verifies it, and judges plans with it. action.yml says what the variables hold.
# EKSUPGRADE_RELEASES names another place than GitHub for the files of releases, such as a mirror.
set -euo pipefail

repository=eksupgrade/terraform-provider-eksupgrade
program=terraform-provider-eksupgrade
releases=${EKSUPGRADE_RELEASES:-https://github.com/$repository/releases/download}

# A message in the log and on the run's page. Texts that come from outside end at their line.
refuse() {
  local newline=$'\n'
  printf '::error title=eksupgrade::%s\n' "${1//"$newline"/ }"
  exit 1
}

# Prints the lines of a text that are not empty, without the blanks around them.
lines_of() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    [[ -z $line ]] || printf '%s\n' "$line"
  done <<<"$1"
}

sha256_of() {
  if command -v sha256sum >/dev/null; then
    sha256sum <"$1"
  else
    shasum -a 256 <"$1"
  fi | cut -d ' ' -f 1
}

version=${EKSUPGRADE_VERSION#v}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || refuse "version is \"$version\"; expected a release, such as 0.1.0"

case ${RUNNER_OS:-} in
  Linux) os=linux ;;
  macOS) os=darwin ;;
  Windows) os=windows ;;
  *) refuse "there is no release for a runner of the system \"${RUNNER_OS:-}\"" ;;
esac
case ${RUNNER_ARCH:-} in
  X64) arch=amd64 ;;
  ARM64) arch=arm64 ;;
  X86) arch=386 ;;
  ARM) arch=arm ;;
  *) refuse "there is no release for a runner of the architecture \"${RUNNER_ARCH:-}\"" ;;
esac

arguments=(--fail-on "${EKSUPGRADE_FAIL_ON:-error}")
if [[ -n ${EKSUPGRADE_ENV_VARS:-} ]]; then
  arguments+=(--env-vars "$EKSUPGRADE_ENV_VARS")
fi
while IFS= read -r output; do
  arguments+=(--output "$output")
done < <(lines_of "${EKSUPGRADE_OUTPUTS:-}")
while IFS= read -r argument; do
  arguments+=("$argument")
done < <(lines_of "${EKSUPGRADE_ARGS:-}")
plans=()
while IFS= read -r plan; do
  plans+=("$plan")
done < <(lines_of "${EKSUPGRADE_PLANS:-}")
((${#plans[@]})) || refuse "plans is empty; expected lines such as prod=plans/prod.json"

folder=$(mktemp -d "${RUNNER_TEMP:?}/eksupgrade.XXXXXX")
zip=${program}_${version}_${os}_${arch}.zip
sums=${program}_${version}_SHA256SUMS
for file in "$sums" "$zip"; do
  curl --fail --silent --show-error --location --retry 3 --output "$folder/$file" "$releases/v$version/$file" ||
    refuse "$releases/v$version/$file cannot be downloaded"
done

# The sum of the zip, where its name stands exactly once.
expected=$(awk -v name="$zip" '$2 == name { print $1 }' "$folder/$sums")
found=$(sha256_of "$folder/$zip")
[[ $expected =~ ^[0-9a-f]{64}$ ]] || refuse "$sums does not name $zip once"
[[ $found == "$expected" ]] || refuse "$zip has the SHA256 $found; $sums says $expected"
if gh attestation --help >/dev/null 2>&1; then
  gh attestation verify "$folder/$zip" --repo "$repository" --signer-workflow "$repository/.github/workflows/release.yml" >&2 ||
    refuse "gh attestation verify refuses $zip: it was not built by the release workflow of $repository"
else
  echo "There is no gh with attestations on this runner: the checksum of $zip was verified, its attestation was not."
fi
unset GH_TOKEN # nothing from here on needs it

unzip -q "$folder/$zip" -d "$folder/bin"
binary=$folder/bin/${program}_v$version
[[ $os != windows ]] || binary+=.exe

# What a plan holds is not to be taken for a command of the runner while the report is printed.
pause=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$pause"
status=0
"$binary" analyze --no-color --output "markdown=$folder/report.md" --output "json=$folder/report.json" \
  "${arguments[@]}" -- "${plans[@]}" || status=$?
echo "::$pause::"
rm -rf "${folder:?}/bin" "${folder:?}/$zip"

verdict=
report=
if [[ -s $folder/report.md && -s $folder/report.json ]]; then
  report=$folder/report.md
  cat "$report" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
  # The first verdict of the report is the one on everything.
  [[ $(<"$folder/report.json") =~ \"verdict\":\ *\"([a-z_]+)\" ]] && verdict=${BASH_REMATCH[1]}
fi
printf 'verdict=%s\nreport=%s\n' "$verdict" "$report" >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$status"
