// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import io.vertx.core.http.HttpClientOptions;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** No library with a known hole, and where there is none without: why it cannot be reached. */
class StackTest {

    private static final Path ROOT = Path.of("..", "..");

    /** {@code setSni(true)} is said nowhere: the one call there is says false, see below. */
    private static final ArchRule NOBODY_ASKS_FOR_SNI =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.wattmill.kit.tls..")
                    .should()
                    .callMethodWhere(Calls.named("setSni"))
                    .because("kit.tls.Tls, which turns it off, is where TLS is set up");

    private static final ArchRule EVERY_CLIENT_CHECKS_ITS_SERVER =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.wattmill.kit.tls..")
                    .should()
                    .callMethodWhere(Calls.named("setTrustAll", "setVerifyHost"))
                    .because("a client that checks less may lend another its context");

    private static JavaClasses code = new ClassFileImporter().importClasses();
    private static List<Library> libraries = List.of();

    @BeforeAll
    static void load() {
        libraries = Library.all();
        code =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.wattmill");
    }

    static List<KnownBad> table() throws IOException {
        return KnownBad.table();
    }

    @ParameterizedTest
    @MethodSource("table")
    void hasNoLibraryWithAKnownHole(KnownBad hole) throws IOException {
        assertTrue(
                libraries.stream().anyMatch(hole::isAbout), "nothing on the class path is meant");
        List<Library> bad = libraries.stream().filter(hole::isIn).toList();
        if (hole.proof().isEmpty()) {
            assertEquals(List.of(), bad, hole + ": " + hole.what());
        } else {
            assertFalse(bad.isEmpty(), hole + " is fixed: take its proof out of the table");
            assertTrue(isTest(hole.proof()), hole + " is proven by no " + hole.proof());
        }
    }

    /** Whether there is a test class of that name which has that test or rule. */
    private static boolean isTest(String proof) throws IOException {
        String file = "/" + proof.substring(0, proof.indexOf('#')) + ".java";
        String name = " " + proof.substring(proof.indexOf('#') + 1);
        for (Path folder : testFolders()) {
            try (Stream<Path> sources = Files.walk(folder)) {
                for (Path source :
                        sources.filter(path -> path.toString().endsWith(file)).toList()) {
                    if (Files.readString(source).contains(name)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Of all modules; what is built beside them comes and goes while this looks. */
    private static List<Path> testFolders() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> deployed = Files.list(ROOT.resolve("deploy"))) {
            return Stream.concat(modules, deployed)
                    .map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    @Test
    void nobodyAsksForSni() {
        NOBODY_ASKS_FOR_SNI.check(code);
    }

    @Test
    void everyClientChecksItsServer() {
        EVERY_CLIENT_CHECKS_ITS_SERVER.check(code);
        assertTrue(new HttpClientOptions().isVerifyHost());
        assertFalse(new HttpClientOptions().isTrustAll());
    }

    @Test
    void comparesVersionsByTheirNumbers() {
        assertTrue(Library.compare("4.2.9.Final", "4.2.10") < 0);
        assertTrue(Library.compare("4.2.10.Final", "4.2.10") == 0);
        assertTrue(Library.compare("17.11.0", "17.10") > 0);
        assertTrue(Library.compare("5.0.8", "5.0.12") < 0);
    }
}
