// SPDX-License-Identifier: Apache-2.0
/** Books of an older version come over whole. */
@NullMarked
package io.wattmill.billing.migration;

import org.jspecify.annotations.NullMarked;
