// SPDX-License-Identifier: Apache-2.0
/** The pages of docs/reference against the code that they speak of. */
@NullMarked
package io.wattmill.standalone.reference;

import org.jspecify.annotations.NullMarked;
