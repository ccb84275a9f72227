// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.contract.placement.v1.TokenBlocks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The fields of one event while it is read, by name: where events come as arrays their order gives
 * the names. Fields that are not known are stepped over.
 */
final class EventFields {
    /** Order of the fields in events that come as arrays, behind the name of their kind. */
    static final List<String> STORED =
            List.of(
                    "block_hashes",
                    "parent_block_hash",
                    "token_ids",
                    "block_size",
                    "lora_id",
                    "medium",
                    "lora_name",
                    "extra_keys",
                    "group_idx",
                    "kv_cache_spec_kind");

    static final List<String> REMOVED = List.of("block_hashes", "medium", "group_idx");

    /** Kinds of layers that need a prompt's every block, as vLLM names them. */
    private static final Set<String> WHOLE_PREFIX =
            Set.of("", "full_attention", "mla_attention", "sink_full_attention");

    private static final long[] NO_HASHES = {};
    private static final int[] NO_TOKENS = {};

    private final EventLimits limits;
    private final ExtraKeys extraKeys = new ExtraKeys();
    private Optional<long[]> hashes = Optional.empty();
    private OptionalLong parent = OptionalLong.empty();
    private int[] tokens = NO_TOKENS;
    private int blockTokens;
    private String loraId = "";
    private String loraName = "";
    private String medium = "";
    private String kind = "";
    private int group = -1;
    private boolean salted;

    EventFields(EventLimits limits) {
        this.limits = limits;
    }

    void read(String name, EventReader in) throws IOException {
        switch (name) {
            case "block_hashes" -> hashes = Optional.of(in.hashes(limits.blocks()));
            case "parent_block_hash" ->
                    parent = in.nil() ? OptionalLong.empty() : OptionalLong.of(in.hash());
            case "token_ids" -> tokens = in.numbers(limits.tokens());
            case "block_size" -> blockTokens = in.number();
            case "medium" -> medium = in.text();
            case "group_idx" -> group = in.nil() ? -1 : in.number();
            case "kv_cache_spec_kind" -> kind = in.text();
            default -> readKey(name, in);
        }
    }

    /** What names a block beside its tokens. */
    private void readKey(String name, EventReader in) throws IOException {
        switch (name) {
            case "lora_id" -> loraId = in.nil() ? "" : "#" + in.number();
            case "lora_name" -> loraName = in.text();
            case "extra_keys" -> extraKeys.read(in, limits.blocks());
            case "cache_salt" -> salted = !in.text().isEmpty();
            default -> in.skip();
        }
    }

    /** Whether they are those of a stored or removed event. */
    boolean complete() {
        return hashes.isPresent();
    }

    KvEvent.Removed removed() {
        return new KvEvent.Removed(hashes.orElse(NO_HASHES), Media.tier(medium), group);
    }

    KvEvent.Stored stored() {
        long[] blocks = hashes.orElse(NO_HASHES);
        String adapter = loraName.isEmpty() ? loraId : loraName;
        return new KvEvent.Stored(
                blocks,
                parent,
                tokens,
                blockTokens,
                TokenBlocks.salted(adapter, extraKeys.salt(adapter)),
                salted ? 0 : extraKeys.plainBlocks(adapter, blocks.length, parent.isEmpty()),
                Media.tier(medium),
                group,
                WHOLE_PREFIX.contains(kind));
    }
}
