// SPDX-License-Identifier: Apache-2.0
/** Leases in hand, without billing. */
@NullMarked
package io.wattmill.gateway.lease;

import org.jspecify.annotations.NullMarked;
