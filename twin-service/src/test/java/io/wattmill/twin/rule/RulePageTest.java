// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class RulePageTest {
    private static final Path PAGE = Path.of("../docs/reference/rules.md");

    @Test
    void thePageIsMadeFromTheBook() throws IOException {
        var page = RulePage.text();
        Path made = Files.writeString(Path.of("target", "rules.md"), page);
        assertTrue(
                Files.exists(PAGE) && Files.readString(PAGE).equals(page),
                () -> PAGE + " is stale: cp twin-service/" + made + " docs/reference/");
    }

    @Test
    void noSentenceBreaksTheTable() {
        for (Rule rule : RuleBook.rules()) {
            assertFalse((rule.demand() + rule.source()).contains("|"), rule.id());
        }
    }
}
