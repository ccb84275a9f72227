// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class SecretFilesTest {

    record Guarded(@Secret @Setting("") String password) {}

    @TempDir private Path folder = Path.of("");

    private Guarded load(Map<String, String> environment) {
        return Configuration.load(Optional.empty(), environment).section("demo", Guarded.class);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void takesSettingsFromFilesOfTheirName() throws IOException {
        write("WATTMILL_DEMO_PASSWORD", "hunter2\n");
        write("tls.key", "not a setting");
        for (String variable : new String[] {"WATTMILL_SECRETS_DIR", "CREDENTIALS_DIRECTORY"}) {
            assertEquals(new Guarded("hunter2"), load(Map.of(variable, folder.toString())));
        }
    }

    @Test
    void letsTheEnvironmentWin() throws IOException {
        write("WATTMILL_DEMO_PASSWORD", "from the file");
        assertEquals(
                new Guarded("from the environment"),
                load(
                        Map.of(
                                "WATTMILL_SECRETS_DIR",
                                folder.toString(),
                                "WATTMILL_DEMO_PASSWORD",
                                "from the environment")));
    }

    @Test
    void reportsSecretsOfNoSetting() throws IOException {
        write("WATTMILL_DEMO_PASWORD", "hunter2");
        Map<String, String> environment = Map.of("WATTMILL_SECRETS_DIR", folder.toString());
        ConfigException e = assertThrows(ConfigException.class, () -> load(environment));
        assertFalse(e.problems().toString().contains("hunter2"));
    }

    @Test
    void failsWhenItsOwnFolderIsMissingAndIgnoresSomebodyElses() {
        String missing = folder.resolve("none").toString();
        assertThrows(ConfigException.class, () -> load(Map.of("WATTMILL_SECRETS_DIR", missing)));
        assertEquals(new Guarded(""), load(Map.of("CREDENTIALS_DIRECTORY", missing)));
    }
}
