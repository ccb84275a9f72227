// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** No statement is put together from what somebody sent: every one is a constant of the code. */
class StatementsTest {

    private static final Path SOURCES = Path.of("src/main/java/io/wattmill/gateway");
    private static final Pattern STATEMENT =
            Pattern.compile("\\.(?:preparedQuery|query)\\(\\s*([^)]*)\\)");

    /** The one that is handed a constant by its only callers. */
    private static final List<String> HANDED_ON = List.of("sql");

    @Test
    void areConstants() throws IOException {
        List<String> wrong = new ArrayList<>();
        int found = 0;
        for (Path file : clients()) {
            for (MatchResult call : STATEMENT.matcher(Files.readString(file)).results().toList()) {
                found++;
                String argument = call.group(1).strip();
                if (!argument.matches("[A-Z][A-Z_]*") && !HANDED_ON.contains(argument)) {
                    wrong.add(file + ": " + argument);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(found > 20, "statements were found: " + found);
    }

    /** A pattern that a caller may write is a search that a caller may make slow. */
    @Test
    void searchByNoPattern() throws IOException {
        for (Path file : clients()) {
            assertFalse(
                    Files.readString(file).matches("(?s).*\\b(LIKE|ILIKE|SIMILAR TO)\\b.*"),
                    file::toString);
        }
    }

    /** What writes rights asks whether they may be: the first keys of a site have nobody to ask. */
    @Test
    void rightsAreWrittenInOnePlace() throws IOException {
        Pattern write = Pattern.compile("(?:INSERT INTO|UPDATE) (?:api_key|former_secret)\\b");
        List<String> writers = new ArrayList<>();
        for (Path file : clients()) {
            if (write.matcher(Files.readString(file)).find()) {
                writers.add(file.getFileName().toString());
            }
        }
        writers.sort(null);
        assertEquals(List.of("ApiKeys.java", "PostgresKeys.java"), writers);
        String keys = Files.readString(SOURCES.resolve("keys/ApiKeys.java"));
        assertEquals(3, keys.split("Delegation\\.refusal\\(", -1).length - 1);
        assertEquals(1, keys.split("Delegation\\.refusalToEnd\\(", -1).length - 1);
    }

    private static List<Path> clients() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile).filter(StatementsTest::isClient).toList();
        }
    }

    private static boolean isClient(Path file) {
        try {
            return Files.readString(file).contains("io.vertx.sqlclient");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
