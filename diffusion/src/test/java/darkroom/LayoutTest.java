package darkroom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import darkroom.torch.Scope;
import org.bytedeco.javacpp.PointerScope;

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
}
