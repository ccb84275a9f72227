// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a batch of KV events as vLLM ({@code vllm/distributed/kv_events.py}) and SGLang ({@code
 * srt/disaggregation/kv_events.py}) publish them: MessagePack of {@code [ts, [event, ...], rank?]}
 * or of a map with the same names. An event is an array that begins with its kind, or a map with
 * the kind under {@code type}; which of both differs by version. An event that cannot be read is
 * counted and dropped, and the others are read.
 */
final class BatchDecoder {
    private final EventLimits limits;

    BatchDecoder(EventLimits limits) {
        this.limits = limits;
    }

    EventBatch decode(byte[] payload) {
        if (payload.length > limits.payloadBytes()) {
            return EventBatch.TOO_LARGE;
        }
        Pass pass = new Pass(payload);
        try {
            pass.batch();
        } catch (IOException | RuntimeException _) {
            // The library says in either way that bytes are not what they claim to be.
            pass.malformed++;
        }
        return pass.result();
    }

    /** One way through a batch. */
    private final class Pass {
        private final byte[] payload;
        private final EventReader in;
        private final List<KvEvent> events = new ArrayList<>();
        private int unknown;
        private int malformed;
        private int beyondLimits;

        Pass(byte[] payload) {
            this.payload = payload;
            this.in = new EventReader(payload, 0, payload.length);
        }

        EventBatch result() {
            return new EventBatch(List.copyOf(events), unknown, malformed, beyondLimits);
        }

        void batch() throws IOException {
            if (in.isArray()) {
                in.array();
                in.skip();
                events();
                return;
            }
            for (int left = in.map(); left > 0; left--) {
                if (in.text().equals("events")) {
                    events();
                } else {
                    in.skip();
                }
            }
        }

        private void events() throws IOException {
            int count = in.array();
            int taken = Math.min(count, limits.events());
            beyondLimits += count - taken;
            for (int i = 0; i < count; i++) {
                int from = in.position();
                in.skip();
                if (i < taken) {
                    event(new EventReader(payload, from, in.position() - from));
                }
            }
        }

        private void event(EventReader one) {
            try {
                read(one).ifPresentOrElse(events::add, () -> unknown++);
            } catch (IOException | RuntimeException _) {
                malformed++;
            }
        }

        private Optional<KvEvent> read(EventReader one) throws IOException {
            EventFields fields = new EventFields(limits);
            return named(one.isArray() ? byOrder(one, fields) : byName(one, fields), fields);
        }
    }

    private static String byOrder(EventReader one, EventFields fields) throws IOException {
        int left = one.array() - 1;
        String kind = one.text();
        List<String> names = order(kind);
        for (int i = 0; i < Math.min(left, names.size()); i++) {
            fields.read(names.get(i), one);
        }
        return kind;
    }

    private static List<String> order(String kind) {
        return switch (kind) {
            case "BlockStored" -> EventFields.STORED;
            case "BlockRemoved" -> EventFields.REMOVED;
            default -> List.of();
        };
    }

    private static String byName(EventReader one, EventFields fields) throws IOException {
        String kind = "";
        for (int left = one.map(); left > 0; left--) {
            String name = one.text();
            if (name.equals("type")) {
                kind = one.text();
            } else {
                fields.read(name, one);
            }
        }
        return kind;
    }

    /** Empty when the kind is not known. */
    private static Optional<KvEvent> named(String kind, EventFields fields) {
        return switch (kind) {
            case "BlockStored" -> Optional.of(complete(fields).stored());
            case "BlockRemoved" -> Optional.of(complete(fields).removed());
            case "AllBlocksCleared" -> Optional.of(new KvEvent.Cleared());
            default -> Optional.empty();
        };
    }

    private static EventFields complete(EventFields fields) {
        if (!fields.complete()) {
            throw new IllegalArgumentException("an event without blocks");
        }
        return fields;
    }
}
