/** What a dragged person or seat carries. */
export const MEMBER_DRAGGED = 'application/x-member';
export const SEAT_DRAGGED = 'application/x-seat';
