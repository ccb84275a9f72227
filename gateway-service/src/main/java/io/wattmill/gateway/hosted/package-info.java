// SPDX-License-Identifier: Apache-2.0
/**
 * Where hosted APIs are and what opens them: addresses that are checked before anything connects,
 * keys that go to one origin and nowhere else.
 *
 * <p>Must not know requests, nor what an API costs or serves: that is the router's configuration.
 * Start at {@link io.wattmill.gateway.hosted.HostedApis}; which addresses are refused is decided in
 * {@link io.wattmill.gateway.hosted.UpstreamUrl} and {@link
 * io.wattmill.gateway.hosted.AddressRule}.
 */
@NullMarked
package io.wattmill.gateway.hosted;

import org.jspecify.annotations.NullMarked;
