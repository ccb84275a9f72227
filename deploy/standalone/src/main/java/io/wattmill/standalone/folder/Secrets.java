// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Random secrets of this data folder, each made once and kept in a 0600 file as hexadecimal text.
 */
public final class Secrets {
    private static final int BYTES = 32;

    private Secrets() {}

    /**
     * The secret in this file, 64 hexadecimal digits; a fresh one is written when there is no file.
     */
    public static String readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            OwnerOnly.write(file, fresh());
        }
        return Files.readString(file).strip();
    }

    private static String fresh() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
