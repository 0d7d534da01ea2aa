package darkroom.lesson;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** How the lesson's rooms stand to each other. */
@AnalyzeClasses(packages = "darkroom.lesson", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    /** A room for each part of the lesson that computes. */
    private static final List<String> PARTS =
            List.of("drown", "forward", "schedules", "reverse", "field", "journey", "play", "review", "next");

    @ArchTest
    static final ArchRule roomsDependOneWay =
            slices().matching("darkroom.lesson.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void partsDoNotKnowEachOther(JavaClasses classes) {
        for (String part : PARTS) {
            String[] others = PARTS.stream()
                    .filter(other -> !other.equals(part))
                    .map(RoomsTest::room)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(room(part))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(classes);
        }
    }

    @ArchTest
    static void partsLeaveTheWebToTheirRoutes(JavaClasses classes) {
        noClasses()
                .that()
                .resideInAnyPackage(PARTS.stream().map(RoomsTest::room).toArray(String[]::new))
                .or()
                .resideInAnyPackage(room("engine"), room("studio"), room("measure"), room("text"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.javalin..")
                .check(classes);
    }

    @ArchTest
    static final ArchRule tensorsStayWhereTheEngineWorks = noClasses()
            .that()
            .resideInAnyPackage(
                    room("web"), room("engine"), room("text"), room("learner"), room("progress"), room("certificate"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "darkroom.torch..");

    private static String room(String name) {
        return "darkroom.lesson." + name + "..";
    }
}
