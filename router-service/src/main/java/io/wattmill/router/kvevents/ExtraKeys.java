// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.io.IOException;

/**
 * What an engine hashed into its blocks beside their tokens: images, a caller's salt, the name of
 * an adapter. Only the last is known to those who ask for a prompt.
 */
final class ExtraKeys {
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
        if (in.nil()) {
            return;
        }
        int keys = in.array();
        if (keys == 1 && in.isText()) {
            name(block, in.text());
            return;
        }
        if (keys > 0) {
            keyed = Math.min(keyed, block);
        }
        for (int i = 0; i < keys; i++) {
            in.skip();
        }
    }

    private void name(int block, String key) {
        if (named == Integer.MAX_VALUE) {
            named = block;
            name = key;
        } else if (!key.equals(name)) {
            keyed = Math.min(keyed, block);
        }
    }

    /** How many of the first {@code blocks} have no key but this adapter. */
    int plainBlocks(String adapter, int blocks) {
        int plain = Math.min(keyed, blocks);
        return name.equals(adapter) ? plain : Math.min(named, plain);
    }
}
