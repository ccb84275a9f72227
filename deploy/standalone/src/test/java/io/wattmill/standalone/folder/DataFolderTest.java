// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

class DataFolderTest {
    private final Path folder;

    DataFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isWhereTheUserKeepsData() {
        assertEquals(
                Path.of("/h/.local/share/wattmill"),
                DataFolder.at(Optional.empty(), Map.of("HOME", "/h")).root());
        assertEquals(
                Path.of("/x/wattmill"),
                DataFolder.at(Optional.empty(), Map.of("HOME", "/h", "XDG_DATA_HOME", "/x"))
                        .root());
        assertEquals(
                Path.of("/d"),
                DataFolder.at(Optional.of(Path.of("/d")), Map.of("HOME", "/h")).root());
    }

    @Test
    void isClosedToOthers() throws Exception {
        var data = new DataFolder(folder.resolve("a/b")).create();
        assertEquals("rwx------", mode(data.root()));
    }

    @Test
    void keepsASecret() throws Exception {
        var file = folder.resolve("secrets/seal");
        var made = Secrets.readOrCreate(file);
        assertEquals(64, made.length());
        assertEquals(made, Secrets.readOrCreate(file));
        assertEquals("rw-------", mode(file));
    }

    @Test
    void keepsTheFirstKeys() throws Exception {
        var file = folder.resolve("keys");
        assertTrue(FirstKeys.read(file).isEmpty());
        var keys = new FirstKeys("wm_admin_a", "wm_dev_b");
        keys.write(file);
        assertEquals(Optional.of(keys), FirstKeys.read(file));
        assertEquals("rw-------", mode(file));
        Files.writeString(file, "admin wm_admin_a\n");
        assertTrue(FirstKeys.read(file).isEmpty());
    }

    @Test
    void announcesAndWithdraws() throws Exception {
        var file = folder.resolve("ready.json");
        var keys = new FirstKeys("wm_admin_a", "wm_dev_b");
        var ready = ReadyFile.write(file, URI.create("http://127.0.0.1:8080"), keys, 7);
        assertEquals(
                "{\"url\":\"http://127.0.0.1:8080\",\"admin_key\":\"wm_admin_a\","
                        + "\"api_key\":\"wm_dev_b\",\"pid\":7}\n",
                Files.readString(file));
        assertEquals("rw-------", mode(file));
        ready.close();
        assertFalse(Files.exists(file));
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
