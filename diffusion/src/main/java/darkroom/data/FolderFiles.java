package darkroom.data;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The files below a folder, links followed, without what systems leave there: names that begin with a dot, {@code
 * __MACOSX}, {@code Thumbs.db} and {@code desktop.ini}.
 *
 * @param files relative to the folder: those in the folder itself first, then folder by folder in the order of names
 * @param passedOver what cannot be a file to read, with the reason
 */
record FolderFiles(List<Path> files, List<PassedOver> passedOver) {

    private static final Set<String> LEFT_BY_SYSTEMS = Set.of("__MACOSX", "Thumbs.db", "desktop.ini");
    private static final Comparator<Path> ORDER = Comparator.comparing((Path file) -> file.getNameCount() > 1)
            .thenComparing(file -> file.getName(0))
            .thenComparing(Comparator.naturalOrder());

    /** Lists a folder. */
    static FolderFiles of(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        List<PassedOver> passedOver = new ArrayList<>();
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                        return !inner.equals(folder) && isHidden(inner)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (isHidden(file)) {
                            return FileVisitResult.CONTINUE;
                        }
                        Path relative = folder.relativize(file);
                        if (attributes.isRegularFile()) {
                            files.add(relative);
                        } else {
                            passedOver.add(new PassedOver(
                                    relative, attributes.isSymbolicLink() ? "a link to nothing" : "not a file"));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                        if (file.equals(folder)) {
                            throw failure;
                        }
                        if (!isHidden(file)) {
                            boolean loop = failure instanceof FileSystemLoopException;
                            passedOver.add(new PassedOver(
                                    folder.relativize(file),
                                    loop ? "a link to a folder that it lies in" : "cannot be opened"));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(ORDER);
        return new FolderFiles(files, passedOver);
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || LEFT_BY_SYSTEMS.contains(name);
    }
}
