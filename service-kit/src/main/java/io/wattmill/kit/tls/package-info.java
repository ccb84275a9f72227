// SPDX-License-Identifier: Apache-2.0
/**
 * Mutual TLS between the processes of a site: which files, which options, who the peer is and what
 * it may call. Must not know any service. Start at {@link io.wattmill.kit.tls.Tls}; {@link
 * io.wattmill.kit.tls.PeerGate} decides who may call what.
 */
@NullMarked
package io.wattmill.kit.tls;

import org.jspecify.annotations.NullMarked;
