// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.ArrayList;
import java.util.List;

/** Server-sent events that the gateway writes itself. */
public final class SseText {

    private static final Slice PREFIX = Slice.of(Text.ascii("data: "));
    private static final Slice END = Slice.of(Text.ascii("\n\n"));
    private static final Slice DONE = Slice.of(Text.ascii("data: [DONE]\n\n"));

    private SseText() {}

    /** One event with {@code data}, which must not contain line ends. */
    public static List<Slice> event(List<Slice> data) {
        List<Slice> event = new ArrayList<>(data.size() + 2);
        event.add(PREFIX);
        event.addAll(data);
        event.add(END);
        return event;
    }

    /** One event with a name and {@code data}, which must not contain line ends. */
    public static List<Slice> named(String name, byte[] data) {
        byte[] head = Text.ascii("event: " + name + "\ndata: ");
        return List.of(Slice.of(head), Slice.of(data), END);
    }

    /** The event that ends a stream well. */
    public static Slice done() {
        return DONE;
    }
}
