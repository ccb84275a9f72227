// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes KV events as engines do, in either encoding. */
public final class Wire {
    private static final BigInteger ABOVE = BigInteger.ONE.shiftLeft(Long.SIZE);

    private Wire() {}

    /** How events are written. */
    public enum Encoding {
        /** vLLM up to June 2026, SGLang. */
        ARRAYS,
        /** vLLM since: events are maps. */
        MAPS,
        /** vLLM's newest: the batch is one too. */
        ALL_MAPS
    }

    /** A hash as engines that count without sign write it. */
    public record Unsigned(long hash) {}

    /** Fields of an event in the order of the engine's own class; the first is its kind. */
    public static Map<String, Object> stored(
            List<?> hashes, Object parent, List<Integer> tokens, int blockTokens) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "BlockStored");
        event.put("block_hashes", hashes);
        event.put("parent_block_hash", parent);
        event.put("token_ids", tokens);
        event.put("block_size", blockTokens);
        event.put("lora_id", NIL);
        event.put("medium", "GPU");
        event.put("lora_name", NIL);
        event.put("extra_keys", NIL);
        event.put("group_idx", NIL);
        event.put("kv_cache_spec_kind", NIL);
        return event;
    }

    public static Map<String, Object> removed(List<?> hashes) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "BlockRemoved");
        event.put("block_hashes", hashes);
        event.put("medium", "GPU");
        event.put("group_idx", NIL);
        return event;
    }

    public static Map<String, Object> cleared() {
        return Map.of("type", "AllBlocksCleared");
    }

    /** The same event with another value in one field. */
    public static Map<String, Object> with(Map<String, Object> event, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(event);
        changed.put(name, value);
        return changed;
    }

    /** No value. */
    public static final Object NIL = new Object();

    /** A batch of events. */
    public static byte[] batch(Encoding encoding, List<Map<String, Object>> events) {
        List<Object> written = new ArrayList<>();
        for (Map<String, Object> event : events) {
            written.add(encoding == Encoding.ARRAYS ? new ArrayList<>(event.values()) : event);
        }
        return encoding == Encoding.ALL_MAPS
                ? pack(map("ts", 1.5, "events", written, "data_parallel_rank", 0))
                : pack(List.of(1.5, written, 0));
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Anything as MessagePack. */
    public static byte[] pack(Object value) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            write(packer, value);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(MessagePacker packer, Object value) throws IOException {
        switch (value) {
            case Integer number -> packer.packInt(number);
            case Long number -> packer.packLong(number);
            case Double number -> packer.packDouble(number);
            case String text -> packer.packString(text);
            case Unsigned(long hash) ->
                    packer.packBigInteger(
                            hash < 0
                                    ? BigInteger.valueOf(hash).add(ABOVE)
                                    : BigInteger.valueOf(hash));
            case byte[] bytes -> {
                packer.packBinaryHeader(bytes.length);
                packer.writePayload(bytes);
            }
            case List<?> list -> {
                packer.packArrayHeader(list.size());
                for (Object element : list) {
                    write(packer, element);
                }
            }
            case Map<?, ?> map -> {
                packer.packMapHeader(map.size());
                for (Map.Entry<?, ?> pair : map.entrySet()) {
                    write(packer, pair.getKey());
                    write(packer, pair.getValue());
                }
            }
            default -> packer.packNil();
        }
    }
}
