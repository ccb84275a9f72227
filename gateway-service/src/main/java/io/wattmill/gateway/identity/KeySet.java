// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.Map;

/** Every key of the site at one moment. Immutable; a newer set replaces it whole. */
public final class KeySet {

    /** Nobody. */
    public static final KeySet EMPTY = new KeySet(Map.of());

    private final Map<KeyHash, KeyRecord> keys;

    /** The keys by hash. */
    public KeySet(Map<KeyHash, KeyRecord> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** What {@code hash} opens at {@code nowUs}. */
    public Identification find(KeyHash hash, long nowUs) {
        KeyRecord key = keys.get(hash);
        if (key == null) {
            return new Identification.Unknown("The API key is not known here.");
        }
        if (!key.isLive(nowUs)) {
            return new Identification.Unknown(
                    key.ended().map(EndedBy::message).orElse("The API key has expired."));
        }
        return new Identification.Known(key);
    }

    /** Number of keys, ended ones included. */
    public int size() {
        return keys.size();
    }
}
