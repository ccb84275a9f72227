// SPDX-License-Identifier: Apache-2.0
/**
 * Request streams answered one by one, in order, in one process or over gRPC. Must not know what is
 * asked. Start at {@link io.wattmill.billing.link.SerialReplies}.
 */
@NullMarked
package io.wattmill.billing.link;

import org.jspecify.annotations.NullMarked;
