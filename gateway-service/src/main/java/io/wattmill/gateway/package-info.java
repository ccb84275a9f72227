// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway: the site's front door for those who call models. It knows who asks, lets requests
 * in, has them placed, streams the answers, and writes down what was used.
 *
 * <p>Knows nothing of how nodes are chosen, of what prices are or of what devices draw: the router,
 * billing and the agents do. Start with {@link io.wattmill.gateway.GatewayService}, then follow a
 * request: {@code http}, {@code identity}, {@code policy}, {@code wire}, {@code admission} (what it
 * holds: {@code budget}, {@code lease}, {@code lending}), {@code relay}, {@code meter}, {@code
 * journal}, {@code settle}.
 *
 * <p>A request is called by how far it has come: a {@code Call} at the door, an {@code Inquiry}
 * once it is understood, a {@code Job} once it is admitted (all that {@code relay} gets of it), an
 * {@code Exchange} while it runs. A Job has one {@code Journey}, from engine to engine, and each
 * attempt on it is an {@code EngineCall}. What the engine is asked is an {@code EngineRequest}
 * throughout, which an {@code UpstreamRequest} puts on its connection.
 */
@NullMarked
package io.wattmill.gateway;

import org.jspecify.annotations.NullMarked;
