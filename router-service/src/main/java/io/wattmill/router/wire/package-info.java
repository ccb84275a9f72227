// SPDX-License-Identifier: Apache-2.0
/**
 * Translations between protobuf and the router's records that more than one edge needs.
 *
 * <p>It must not decide anything. Start reading at {@link io.wattmill.router.wire.EnergyMessages}.
 */
@NullMarked
package io.wattmill.router.wire;

import org.jspecify.annotations.NullMarked;
