// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

class PepperFileTest {

    private final Path file;

    PepperFileTest(@TempDir Path folder) {
        file = folder.resolve("pepper");
    }

    private void write(String permissions) throws IOException {
        Files.writeString(file, "ab".repeat(32));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void isMadeOnceForItsOwnerAlone() throws IOException {
        byte[] made = PepperFile.readOrCreate(file);
        assertArrayEquals(made, PepperFile.readOrCreate(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "r--r-----"})
    void isReadWhereItsOwnerOrSystemdPutIt(String permissions) throws IOException {
        write(permissions);
        byte[] expected = new byte[32];
        Arrays.fill(expected, (byte) 0xab);
        assertArrayEquals(expected, PepperFile.readOrCreate(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "r--rw----", "rw-rw----", "r--r--r--", "rw----r--"})
    void isRefusedWhereOthersCouldReadOrChangeIt(String permissions) throws IOException {
        write(permissions);
        IOException e = assertThrows(IOException.class, () -> PepperFile.readOrCreate(file));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(permissions) && message.contains("chmod 600"), message);
    }
}
