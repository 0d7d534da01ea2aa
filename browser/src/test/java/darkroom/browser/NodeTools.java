package darkroom.browser;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tools of the page's language, from WebJars, run by the Node that Playwright brings: whoever works on the page installs
 * neither Node nor a package.
 */
final class NodeTools {

    /** What a tool printed, and whether it was content. */
    record Outcome(int status, String output) {}

    private final Path modules;

    /** Tools whose packages lie in a folder, unpacked there when they are not. */
    NodeTools(Path folder) {
        modules = folder.resolve("node_modules");
    }

    /** Unpacks a package of the class path where Node and TypeScript look for it. */
    void unpack(String webJar, String name) throws IOException {
        Path target = modules.resolve(name);
        if (Files.isDirectory(target)) {
            return;
        }
        String root = "/META-INF/resources/webjars/" + webJar + "/";
        URL jar = Objects.requireNonNull(
                NodeTools.class.getResource("/META-INF/maven/org.webjars.npm/" + webJar + "/pom.xml"), webJar);
        Path unfinished = Files.createDirectories(modules.resolve(webJar + ".unfinished"));
        try (FileSystem files =
                        FileSystems.newFileSystem(URI.create(jar.toString().split("!", 2)[0]), Map.of());
                Stream<Path> versions = Files.list(files.getPath(root))) {
            copy(versions.findFirst().orElseThrow(), unfinished);
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.move(unfinished, target);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Path there = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(one, there);
                }
            }
        }
    }

    /** Runs a script of a package in a folder. */
    Outcome run(Path folder, String script, List<String> arguments) throws IOException, InterruptedException {
        String node = Driver.ensureDriverInstalled(Map.of(), false)
                .createProcessBuilder()
                .command()
                .get(0);
        List<String> command =
                new ArrayList<>(List.of(node, modules.resolve(script).toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
