// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.kv;

import io.wattmill.twin.emulator.kv.CacheEvent.Removed;
import io.wattmill.twin.emulator.kv.CacheEvent.Stored;
import io.wattmill.twin.emulator.text.Mix;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A batch of events as engines write it: {@code [seconds, [event, ...], rank]}. Hashes on the wire
 * are told apart by a number that each start of an engine has of its own, as vLLM's are.
 */
public final class EventBatch {
    private static final double MICRO = 1e6;

    private final MessageBufferPacker out = MessagePack.newDefaultBufferPacker();
    private final EventFieldsWriter fields;
    private final long start;

    private EventBatch(boolean named, long start) {
        this.fields = new EventFieldsWriter(out, named);
        this.start = start;
    }

    /**
     * The batch of these events.
     *
     * @param encoding not {@link EventEncoding#NONE}
     * @param start of the engine, by which its hashes differ
     * @param atUs epoch microseconds
     */
    public static byte[] write(
            EventEncoding encoding, long start, long atUs, List<CacheEvent> events) {
        try {
            var batch = new EventBatch(encoding == EventEncoding.MAPS, start);
            batch.write(atUs, events);
            return batch.out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private void write(long atUs, List<CacheEvent> events) throws IOException {
        out.packArrayHeader(3);
        out.packDouble(atUs / MICRO);
        out.packArrayHeader(events.size());
        for (var event : events) {
            write(event);
        }
        out.packInt(0);
    }

    private void write(CacheEvent event) throws IOException {
        switch (event) {
            case Stored stored -> write(stored);
            case Removed removed -> {
                fields.begin("BlockRemoved", 2);
                fields.name("block_hashes");
                hashes(removed.hashes());
                fields.name("medium");
                out.packString("GPU");
            }
        }
    }

    private void write(Stored stored) throws IOException {
        fields.begin("BlockStored", 8);
        fields.name("block_hashes");
        hashes(stored.hashes());
        fields.name("parent_block_hash");
        if (stored.parent().isPresent()) {
            out.packLong(hash(stored.parent().getAsLong()));
        } else {
            out.packNil();
        }
        fields.name("token_ids");
        out.packArrayHeader(stored.tokens().length);
        for (int token : stored.tokens()) {
            out.packInt(token);
        }
        fields.name("block_size");
        out.packInt(stored.blockTokens());
        rest(stored);
    }

    private void rest(Stored stored) throws IOException {
        fields.name("lora_id");
        out.packNil();
        fields.name("medium");
        out.packString("GPU");
        fields.name("lora_name");
        out.packNil();
        fields.name("extra_keys");
        out.packArrayHeader(stored.hashes().length);
        for (int block = 0; block < stored.hashes().length; block++) {
            keys(stored, block);
        }
    }

    /** A salt is told with a prompt's first block, an image with each of its own. */
    private void keys(Stored stored, int block) throws IOException {
        boolean salted = block == 0 && stored.parent().isEmpty() && !stored.salt().isEmpty();
        boolean media = block >= stored.plainBlocks();
        if (!salted && !media) {
            out.packNil();
            return;
        }
        out.packArrayHeader((salted ? 1 : 0) + (media ? 2 : 0));
        if (media) {
            out.packString("media");
            out.packInt(0);
        }
        if (salted) {
            out.packString(stored.salt());
        }
    }

    private void hashes(long[] hashes) throws IOException {
        out.packArrayHeader(hashes.length);
        for (long hash : hashes) {
            out.packLong(hash(hash));
        }
    }

    private long hash(long own) {
        return Mix.at(own ^ start, 0);
    }
}
