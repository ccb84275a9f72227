// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import io.wattmill.router.kvevents.BlockChanges;
import io.wattmill.router.told.Heard;
import io.wattmill.router.told.ToldCaches;

/**
 * Tells placement.
 *
 * @param caches belong to the router's context
 */
public record ToldSink(ToldCaches caches) implements KvSink {
    @Override
    public void changed(KvSource source, int blockTokens, BlockChanges changes) {
        caches.changed(source.engine(), source.rank(), blockTokens, changes);
    }

    @Override
    public void heard(KvSource source, Heard now) {
        caches.heard(source.engine(), source.rank(), now);
    }

    @Override
    public void ended(KvSource source) {
        caches.ended(source.engine(), source.rank());
    }
}
