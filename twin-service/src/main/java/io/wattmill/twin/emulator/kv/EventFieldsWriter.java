// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.kv;

import org.msgpack.core.MessagePacker;

import java.io.IOException;

/** The frame of an event: an array of values in order, or a map that names them. */
final class EventFieldsWriter {
    private final MessagePacker out;
    private final boolean named;

    EventFieldsWriter(MessagePacker out, boolean named) {
        this.out = out;
        this.named = named;
    }

    /** An event of this kind with so many fields begins. */
    void begin(String kind, int fields) throws IOException {
        if (named) {
            out.packMapHeader(1 + fields);
            out.packString("type");
        } else {
            out.packArrayHeader(1 + fields);
        }
        out.packString(kind);
    }

    /** The next field's value follows. */
    void name(String field) throws IOException {
        if (named) {
            out.packString(field);
        }
    }
}
