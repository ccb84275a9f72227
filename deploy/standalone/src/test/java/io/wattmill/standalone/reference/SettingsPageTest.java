// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.config.SettingLine;
import io.wattmill.standalone.process.Sections;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

class SettingsPageTest {
    private static final Path PAGE = Path.of("../../docs/reference/settings.md");

    @Test
    void thePageIsMadeFromTheRecords() throws IOException {
        var page = SettingsPage.text();
        Files.writeString(Path.of("target", "settings.md"), page);
        assertTrue(
                Files.exists(PAGE) && Files.readString(PAGE).equals(page),
                () ->
                        PAGE
                                + " is stale: ./wattmill reference settings >"
                                + " docs/reference/settings.md");
    }

    @Test
    void everySectionIsOnIt() {
        var told =
                SettingsPage.lines().stream()
                        .map(line -> line.path().substring(0, line.path().indexOf('.')))
                        .collect(Collectors.toSet());
        assertEquals(Sections.names(), told);
    }

    @Test
    void everySettingSaysWhatItDoes() {
        for (SettingLine line : SettingsPage.lines()) {
            assertFalse(line.doc().isBlank(), line.path());
        }
    }

    /** What the page calls a variable, the binder takes for that setting. */
    @Test
    void everyVariableIsTakenAndEveryDefaultFits() {
        var variables =
                SettingsPage.lines().stream()
                        .filter(line -> line.environment().isPresent() && !line.required())
                        .collect(
                                Collectors.toMap(
                                        line -> line.environment().get(),
                                        line -> line.defaultText().orElse("")));
        assertFalse(variables.isEmpty());
        variables.put("WATTMILL_SEAL_KEY", "A".repeat(43) + "=");
        Sections.check(Configuration.parse("", variables), Sections.names());
    }
}
