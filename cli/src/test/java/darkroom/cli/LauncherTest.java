package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a project whose build and whose Java are scripts that say what they are asked for. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String GOOD_JAVA = java(21, "Linux", "amd64");

    private static final String NOT_THERE = "home true\nfalse\n";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>(System.getenv());

    private Path home;
    private Path java;

    @BeforeEach
    void prepare() throws IOException {
        home = folder.resolve("a project");
        java = folder.resolve("jdk/bin/java");
        for (String module : List.of("diffusion", "lesson", "cli")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            write(home.resolve(module).resolve("pom.xml"), "");
            Files.setLastModifiedTime(
                    home.resolve(module).resolve("src/main"),
                    FileTime.from(Instant.now().minusSeconds(60)));
        }
        write(home.resolve("pom.xml"), "");
        write(home.resolve("mvnw"), "mkdir -p cli/target/lib\ntouch cli/target/darkroom.jar\necho built\n");
        script(java, GOOD_JAVA);
        script(folder.resolve("jdk/bin/javac"), "");
        script(folder.resolve("tools/uname"), "echo 'Linux x86_64'\n");
        Files.copy(Path.of("..", "darkroom"), home.resolve("darkroom"));
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        environment.merge("PATH", folder.resolve("tools").toString(), (path, tools) -> tools + ":" + path);
    }

    @Test
    void itBuildsOnceAndAgainForANewSource() throws Exception {
        assertEquals("Building Darkroom, once ...\nbuilt\n", run("models").errors());
        assertEquals("", run("models").errors());
        write(home.resolve("diffusion/src/main/New.java"), "");
        Files.setLastModifiedTime(
                home.resolve("diffusion/src/main/New.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertEquals("Building Darkroom, once ...\nbuilt\n", run("models").errors());
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        String[] arguments = {"sample", "a b", "", "*", "$HOME", "--out=\"x\""};
        List<String> asked = run(arguments).output().lines().toList();
        assertEquals(List.of(arguments), asked.subList(asked.size() - arguments.length, asked.size()));
        assertTrue(asked.contains("-Ddarkroom.home=" + home.toRealPath()), asked.toString());
    }

    @Test
    void itRunsWhereItsCallerIsAlsoThroughLinks() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Files.createSymbolicLink(elsewhere.resolve("second"), home.resolve("darkroom"));
        Files.createSymbolicLink(folder.resolve("first"), Path.of("else where", "second"));
        Result result = run(elsewhere, folder.resolve("first"), "models");
        assertTrue(result.output().contains("-Ddarkroom.home=" + home.toRealPath() + "\n"), result.output());
        assertTrue(result.output().contains("in " + elsewhere.toRealPath() + "\n"), result.output());
    }

    @Test
    void aBuildThatFailsIsTriedAgain() throws Exception {
        write(home.resolve("mvnw"), "echo 'no network'\nexit 1\n");
        for (int i = 0; i < 2; i++) {
            Result result = run("models");
            assertEquals(1, result.code());
            assertEquals(
                    "Building Darkroom, once ...\nno network\n"
                            + "darkroom: Darkroom could not be built; the lines above say why.\n",
                    result.errors());
        }
    }

    @Test
    void otherPlatformsGetASentence() throws Exception {
        script(folder.resolve("tools/uname"), "echo 'Linux aarch64'\n");
        assertRefused("libtorch for Java is made for Linux on x86-64, macOS on arm64 and Windows on x86-64;"
                + " this is Linux aarch64.");
    }

    @Test
    void aJavaThatWillNotDoGetsASentence() throws Exception {
        String advice = "install a JDK, 17 or newer, or set JAVA_HOME to one.";
        script(java, java(11, "Linux", "amd64"));
        assertRefused(java + " is older than Java 17: " + advice);
        script(java, "echo 'Error occurred during initialization of VM'\nexit 1\n");
        assertRefused(java + " does not run: " + advice);
        script(java, java(21, "Mac OS X", "x86_64"));
        assertRefused(java + " is not made for this machine's processor: take a JDK for Linux on x86-64,"
                + " macOS on arm64 and Windows on x86-64.");
        script(java, GOOD_JAVA);
        Files.delete(java.resolveSibling("javac"));
        assertRefused(java + " runs programs but does not compile them: " + advice);
        Files.delete(java);
        assertRefused("JAVA_HOME is " + folder.resolve("jdk") + ", but there is no bin/java in it.");
    }

    @Test
    void whereNothingCanBeBuiltASentenceSaysSo() throws Exception {
        Files.createFile(home.resolve("cli/target"));
        assertRefused("Building writes to " + home.toRealPath() + "/cli/target, where nothing can be written: it is"
                + " read-only, or the disk is full.");
    }

    @Test
    void aLockThatSomebodyDiedWithIsTaken() throws Exception {
        for (String holder : List.of("", "999999999\n")) {
            Files.createDirectories(home.resolve("cli/target"));
            Files.deleteIfExists(home.resolve("cli/target/launcher.built"));
            Files.writeString(home.resolve("cli/target/launcher.lock"), holder);
            assertEquals("Building Darkroom, once ...\nbuilt\n", run("models").errors());
        }
    }

    @Test
    void aCollectorThatTheEnvironmentChoosesIsTheOnlyOne() throws Exception {
        for (String command : List.of("models", "train")) {
            assertTrue(run(command).output().contains("-XX:+UseSerialGC"));
            environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g -XX:+UseG1GC");
            assertFalse(run(command).output().contains("-XX:+UseSerialGC"));
            environment.remove("JAVA_TOOL_OPTIONS");
        }
    }

    @Test
    void missingToolsAreNamed() throws Exception {
        Path few = Files.createDirectories(folder.resolve("few"));
        for (String tool :
                List.of("cat", "dirname", "head", "ls", "mkdir", "readlink", "rm", "sed", "sleep", "touch", "tr")) {
            script(few.resolve(tool), "");
        }
        environment.put("PATH", few.toString());
        assertRefused("Some tools that every Unix has are missing here: find mv uname. Install them and try again.");
    }

    @Test
    void aFolderThatIsGoneIsSaidToBe() throws Exception {
        script(folder.resolve("gone"), "mkdir lost && cd lost && rmdir ../lost && exec sh '" + home + "/darkroom'\n");
        Result result = run(folder, folder.resolve("gone"));
        assertTrue(
                result.errors()
                        .endsWith("darkroom: The folder that you are in no longer exists: change to another and try"
                                + " again.\n"),
                result.errors());
        assertEquals(1, result.code());
    }

    @Test
    void anArchiveOfClassesIsUsedAsItWasMadeOrNotAtAll() throws Exception {
        realJava();
        assertEquals("Building Darkroom, once ...\n", run("--help").errors());
        Path archive = home.resolve("cli/target/help.jsa");
        byte[] whole = Files.readAllBytes(archive);
        assertTrue(whole.length > 1_000_000);
        assertEquals(new Result(0, NOT_THERE, ""), run("--help"));
        // Java dies of an archive that was cut short.
        replace(archive, Arrays.copyOf(whole, whole.length / 3));
        assertEquals(new Result(0, NOT_THERE, "Preparing Darkroom for this Java, once ...\n"), run("--help"));
        assertEquals(whole.length, Files.size(archive));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_000})
    void anArchiveThatJavaCannotReadIsPassedOverInSilence(int length) throws Exception {
        realJava();
        run("--help");
        byte[] junk = new byte[length];
        new Random(1).nextBytes(junk);
        replace(home.resolve("cli/target/help.jsa"), junk);
        replace(home.resolve("cli/target/compute.jsa"), junk);
        script(folder.resolve("know"), """
                cd "a project/cli/target"
                here=$(pwd -P)
                ls -lnL "$JAVA_HOME/bin/java" "$here/help.jsa" "$here/compute.jsa" >launcher.known
                """);
        run(folder, folder.resolve("know"));
        assertEquals(new Result(0, NOT_THERE, ""), run("--help"));
        assertEquals(new Result(0, NOT_THERE, ""), run("sample"));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Files.delete(file);
        Files.write(file, content);
    }

    /** With the real Java; the names are the shell's, since this test's own locale may know only ASCII. */
    @ParameterizedTest
    @CsvSource({"LANG, en_US.UTF-8", "LC_ALL, xx_YY.UTF-8", "LC_CTYPE, C", "LC_ALL, POSIX"})
    void anyNameWillDoAlsoInALocaleThatIsNotInstalled(String variable, String locale) throws Exception {
        environment.keySet().removeAll(List.of("LANG", "LC_ALL", "LC_CTYPE"));
        environment.put(variable, locale);
        realJava();
        script(folder.resolve("start"), """
                name=$(printf 'ein sch\\303\\266ner Ort')
                mkdir "$name"
                cp names.jar "$name"
                mv "a project" "$name/$name"
                exec sh "$name/$name/darkroom" "$name" no-such
                """);
        assertEquals(
                "home true\ntrue\nfalse\n", run(folder, folder.resolve("start")).output());
    }

    private void realJava() throws IOException {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        write(home.resolve("mvnw"), "mkdir -p cli/target/lib\ncp ../names.jar cli/target/darkroom.jar\n");
        program(folder.resolve("names.jar"), Names.class);
    }

    /** Tells whether the project's folder and the files that its arguments name exist. */
    static final class Names {

        private Names() {}

        public static void main(String[] arguments) {
            System.out.println("home " + Files.exists(Path.of(System.getProperty("darkroom.home", ""))));
            for (String argument : arguments) {
                System.out.println(Files.exists(Path.of(argument)));
            }
        }
    }

    private static void program(Path jar, Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        String file = main.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = main.getResourceAsStream("/" + file)) {
            out.putNextEntry(new ZipEntry(file));
            code.transferTo(out);
        }
    }

    private void assertRefused(String sentence) throws Exception {
        Result result = run("models");
        assertEquals("darkroom: " + sentence + "\n", result.errors());
        assertEquals("", result.output());
        assertEquals(1, result.code());
    }

    private record Result(int code, String output, String errors) {}

    private Result run(String... arguments) throws Exception {
        return run(folder, home.resolve("darkroom"), arguments);
    }

    private Result run(Path where, Path launcher, String... arguments) throws Exception {
        Path output = folder.resolve("output"), errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("sh", launcher.toString()), Stream.of(arguments))
                                .toList())
                .directory(where.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /** A Java that tells of itself when it is asked to, and otherwise its folder and its arguments. */
    private static String java(int version, String system, String processor) {
        return """
                if [ "$1" = -XshowSettings:properties ]; then
                    echo "    java.home = ${0%/bin/java}"
                    echo "    java.specification.version = VERSION"
                    echo "    os.name = SYSTEM"
                    echo "    os.arch = PROCESSOR"
                else
                    echo "in $PWD"
                    printf '%s\\n' "$@"
                fi
                """.replace("VERSION", String.valueOf(version))
                .replace("SYSTEM", system)
                .replace("PROCESSOR", processor);
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        write(file, "#!/bin/sh\n" + text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
}
