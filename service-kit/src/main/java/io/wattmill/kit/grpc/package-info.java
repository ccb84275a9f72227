// SPDX-License-Identifier: Apache-2.0
/**
 * gRPC the way this house uses it: bounded messages, no compression, failures that reach the
 * caller. Must not know any contract. Start at {@link io.wattmill.kit.grpc.Rpc}.
 */
@NullMarked
package io.wattmill.kit.grpc;

import org.jspecify.annotations.NullMarked;
