// SPDX-License-Identifier: Apache-2.0
/**
 * A bounded stream that code can push into, for both sides of streaming calls. Start at {@link
 * io.wattmill.kit.stream.Feed}.
 */
@NullMarked
package io.wattmill.kit.stream;

import org.jspecify.annotations.NullMarked;
