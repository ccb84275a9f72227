// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest closed request of each key, as far as this gateway closed it: the ledger hears of it
 * some moments later. The keys that were quiet longest are forgotten first. For any number of
 * threads.
 */
public final class NewestRequests {

    private final Map<String, String> byKey;

    /**
     * @param maxKeys keys that are remembered
     */
    public NewestRequests(int maxKeys) {
        this.byKey =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                        return size() > maxKeys;
                    }
                };
    }

    /** The books of {@code requestId} are closed. */
    public synchronized void closed(String keyId, String requestId) {
        byKey.put(keyId, requestId);
    }

    /** The newest of a key; empty when it asked for nothing here lately. */
    public synchronized Optional<String> of(String keyId) {
        return Optional.ofNullable(byKey.get(keyId));
    }
}
