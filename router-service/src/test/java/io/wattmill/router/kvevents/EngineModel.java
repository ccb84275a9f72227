// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.router.kvevents.Wire.Encoding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** An engine's prefix cache that publishes what it does, and replays what it still has. */
final class EngineModel {
    static final int BLOCK = 4;

    private final Random random;
    private final int ring;
    private final Deque<Batch> buffer = new ArrayDeque<>();
    private final Map<Long, Kept> cache = new LinkedHashMap<>();
    private long salt;
    private long sequence;

    record Batch(long number, byte[] payload) {}

    private record Kept(long name, Optional<Long> parent) {}

    EngineModel(Random random, int ring) {
        this.random = random;
        this.ring = ring;
        restart();
    }

    /** Empty, counting from 0, with other hashes than before. */
    void restart() {
        salt = random.nextLong();
        sequence = 0;
        buffer.clear();
        cache.clear();
    }

    /** Does one thing and publishes it. */
    Batch act() {
        int dice = random.nextInt(20);
        if (dice == 0) {
            cache.clear();
            return publish(Wire.cleared());
        }
        return dice < 7 && !cache.isEmpty() ? evict() : store();
    }

    private Batch store() {
        int[] tokens = new int[BLOCK * (1 + random.nextInt(4))];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = i % BLOCK == 0 ? random.nextInt(3) : i;
        }
        long[] names = TokenBlocks.of("", BLOCK, tokens, 100);
        List<Long> hashes = new ArrayList<>();
        List<Integer> stored = new ArrayList<>();
        Optional<Long> before = Optional.empty();
        Optional<Long> parent = Optional.empty();
        for (int i = 0; i < names.length; i++) {
            long hash = names[i] * 31 + salt;
            if (hashes.isEmpty() && cache.containsKey(hash)) {
                parent = Optional.of(hash);
            } else {
                hashes.add(hash);
                for (int t = 0; t < BLOCK; t++) {
                    stored.add(tokens[i * BLOCK + t]);
                }
                cache.put(hash, new Kept(names[i], before));
            }
            before = Optional.of(hash);
        }
        Object above = parent.<Object>map(it -> it).orElse(Wire.NIL);
        return publish(Wire.stored(hashes, above, stored, BLOCK));
    }

    /** A block that no other follows. */
    private Batch evict() {
        Set<Long> leaves = new HashSet<>(cache.keySet());
        cache.values().forEach(kept -> kept.parent().ifPresent(leaves::remove));
        long leaf = leaves.stream().sorted().skip(random.nextInt(leaves.size())).findFirst().get();
        cache.remove(leaf);
        return publish(Wire.removed(List.of(leaf)));
    }

    private Batch publish(Map<String, Object> event) {
        Encoding[] all = Encoding.values();
        Encoding encoding = all[random.nextInt(all.length)];
        Batch batch = new Batch(sequence++, Wire.batch(encoding, List.of(event)));
        buffer.add(batch);
        if (buffer.size() > ring) {
            buffer.remove();
        }
        return batch;
    }

    List<Batch> replay(long from) {
        return buffer.stream().filter(batch -> batch.number() >= from).toList();
    }

    /** Names of the blocks that it holds. */
    Set<Long> names() {
        Set<Long> names = new HashSet<>();
        cache.values().forEach(kept -> names.add(kept.name()));
        return names;
    }
}
