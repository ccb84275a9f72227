// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Well-formedness of UTF-8, which a JSON parser that skips strings does not check. */
final class Utf8 {

    private Utf8() {}

    /**
     * True when {@code bytes} is well-formed UTF-8: no overlong form, no surrogate, no stray byte.
     */
    static boolean isWellFormed(byte[] bytes) {
        int ascii = asciiPrefix(bytes);
        return ascii == bytes.length || decodes(bytes, ascii);
    }

    private static int asciiPrefix(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private static boolean decodes(byte[] bytes, int from) {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            decoder.decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
