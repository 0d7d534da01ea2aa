package darkroom.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who knows whom among library, lesson and command line: here, where all of them and their libraries are at hand. */
@AnalyzeClasses(packages = "darkroom", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {

    private static final String LESSON = "darkroom.lesson..", COMMANDS = "darkroom.cli..";
    private static final String WEB = "io.javalin..", OPTIONS = "picocli..";

    @ArchTest
    static final ArchRule theLibraryKnowsNoPageAndNoCommandLine = noClasses()
            .that()
            .resideOutsideOfPackages(LESSON, COMMANDS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WEB, OPTIONS, LESSON, COMMANDS);

    @ArchTest
    static final ArchRule theLessonKnowsNoCommandLine = noClasses()
            .that()
            .resideInAPackage(LESSON)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OPTIONS, COMMANDS);

    @ArchTest
    static final ArchRule theCommandLineLeavesTheWebToTheLesson = noClasses()
            .that()
            .resideInAPackage(COMMANDS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WEB);
}
