// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an engine hashed into its blocks beside their tokens: images, a caller's salt, the name of
 * an adapter. The last is known to those who ask for a prompt, and so is a salt, which vLLM hashes
 * into a prompt's first block alone.
 */
final class ExtraKeys {
    /** An adapter and a salt. */
    private static final int MOST_OF_FIRST = 2;

    private final List<String> first = new ArrayList<>(MOST_OF_FIRST);
    private int keyed = Integer.MAX_VALUE;
    private int named = Integer.MAX_VALUE;
    private String name = "";

    /** One entry per block: nil, or an array of keys. */
    void read(EventReader in, int most) throws IOException {
        int blocks = in.nil() ? 0 : in.array(most);
        for (int block = 0; block < blocks; block++) {
            readBlock(block, in);
        }
    }

    private void readBlock(int block, EventReader in) throws IOException {
        int keys = in.nil() ? 0 : in.array();
        for (int i = 0; i < keys; i++) {
            if (in.isText()) {
                text(block, in.text());
            } else {
                keyed = Math.min(keyed, block);
                in.skip();
            }
        }
    }

    private void text(int block, String key) {
        if (block == 0 && first.size() < MOST_OF_FIRST) {
            first.add(key);
        } else if (block > 0 && named == Integer.MAX_VALUE) {
            named = block;
            name = key;
        } else if (block == 0 || !key.equals(name)) {
            keyed = Math.min(keyed, block);
        }
    }

    /** What the caller's blocks are kept apart by, told with a prompt's first; empty = nothing. */
    String salt(String adapter) {
        return first.stream().filter(key -> !key.equals(adapter)).findFirst().orElse("");
    }

    /**
     * How many of the first {@code blocks} have no key but this adapter and a salt.
     *
     * @param begins whether the first of them is the first of a prompt
     */
    int plainBlocks(String adapter, int blocks, boolean begins) {
        long others = first.stream().filter(key -> !key.equals(adapter)).count();
        if (others > (begins ? 1 : 0)) {
            return 0;
        }
        int plain = Math.min(keyed, blocks);
        return name.equals(adapter) ? plain : Math.min(named, plain);
    }
}
