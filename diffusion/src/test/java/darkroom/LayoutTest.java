package darkroom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import darkroom.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** How the library is laid out. */
@AnalyzeClasses(packages = "darkroom", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {

    @ArchTest
    static final ArchRule packagesDependOneWay =
            slices().matching("darkroom.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noiseLevelsAreTheBottom = noClasses()
            .that()
            .resideInAPackage("darkroom.schedule..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("darkroom.schedule..", "darkroom.settings..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule networksDoNotKnowWhoComputes = noClasses()
            .that()
            .resideInAPackage("darkroom.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("darkroom.torch..", "org.bytedeco..");

    @ArchTest
    static final ArchRule nativeLifetimesHaveOnePlace = noClasses()
            .that()
            .doNotBelongToAnyOf(Scope.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PointerScope.class);

    @ArchTest
    static final ArchRule foldersAloneAskForWhatDiffusersHas = noClasses()
            .that()
            .resideOutsideOfPackages("darkroom.diffusers..", "darkroom.model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("darkroom.diffusers..");

    /** The names of files and classes that only diffusers has; those of options and parameters are Darkroom's own, too. */
    @Test
    void onlyOnePackageKnowsDiffusersNames() throws IOException {
        Path sources = Path.of("src", "main", "java", "darkroom");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                boolean known = file.startsWith(sources.resolve("diffusers"));
                String text = Files.readString(file);
                for (String name : List.of(
                        "Scheduler\"", "Pipeline\"", "_diffusers_version\"", "scheduler_config", "model_index")) {
                    assertTrue(known || !text.contains(name), file + " knows " + name);
                }
            }
        }
    }
}
