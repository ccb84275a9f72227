// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;

/**
 * Registers the place on a request's context where its peer is kept. Vert.x loads it as a service.
 */
public final class PeerLocal implements VertxServiceProvider {

    static final ContextLocal<PeerIdentity> KEY = ContextLocal.registerLocal(PeerIdentity.class);

    @Override
    public void init(VertxBootstrap builder) {
        // Loading this class registered the key, which must happen before a Vertx is built.
    }
}
