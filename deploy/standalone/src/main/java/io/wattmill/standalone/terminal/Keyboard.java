// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Keys, from the bytes that a terminal sends for them (ECMA-48). */
public final class Keyboard {

    private static final int ESCAPE = 0x1b;
    private static final int BACKSPACE = 0x08;
    private static final int DELETE = 0x7f;

    private final InputStream bytes;
    private final InputStreamReader in;

    public Keyboard(InputStream bytes) {
        this.bytes = bytes;
        this.in = new InputStreamReader(bytes, StandardCharsets.UTF_8);
    }

    /** The next key; blocks. Empty when there are no more. */
    public Optional<Key> next() throws IOException {
        int read = in.read();
        return switch (read) {
            case -1 -> Optional.empty();
            case ESCAPE -> Optional.of(afterEscape());
            case '\r', '\n' -> Optional.of(new Key.Enter());
            case BACKSPACE, DELETE -> Optional.of(new Key.Erase());
            default -> Optional.of(read < ' ' ? new Key.Other() : new Key.Letter((char) read));
        };
    }

    /** A sequence comes in one piece; what follows later is another key. */
    private Key afterEscape() throws IOException {
        if (!in.ready() && bytes.available() == 0) {
            return new Key.Escape();
        }
        int kind = in.read();
        if (kind == '[' || kind == 'O') {
            int read = in.read();
            while (read != -1 && (read < '@' || read > '~')) {
                read = in.read();
            }
        }
        return new Key.Other();
    }
}
