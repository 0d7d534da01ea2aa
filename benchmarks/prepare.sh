# Read by the commands beside it, once `here` names this folder: builds the benchmarks and sets how they run.

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=$here/target/benchmarks.jar
(cd "$here/.." && sh ./mvnw -q -B -ntp -Dquick -Dmaven.test.skip=true -pl benchmarks -am package) >&2 || {
    echo "The benchmarks could not be built; the lines above say why." >&2
    exit 1
}

# The settings of the launcher.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY-passive}"
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_-4294967296}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_-8589934592}"
export MALLOC_TOP_PAD_="${MALLOC_TOP_PAD_-268435456}"
