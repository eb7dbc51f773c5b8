import { util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const { managerId, year } = ctx.source;
  return query({
    query: { PK: { eq: `TEAM#${year}#${managerId}` }, SK: { beginsWith: 'CREW#' } },
    projection: ['status', 'price', 'seats'],
    consistentRead: true,
  });
}

export function response(ctx) {
  if (ctx.error) {
    console.error(ctx.error);
    util.error('Something went wrong on our side: try again in a moment.', 'InternalFailure');
  }
  if (ctx.result.nextToken) {
    util.error('The team has more crews than one page of the table holds.', 'InternalFailure');
  }
  const crews = ctx.result.items;
  const entered = crews.filter((crew) => crew.status !== 'WITHDRAWN');
  return {
    due: cents(crews, 'due'),
    paid: cents(crews, 'paid'),
    credit: cents(crews, 'credit'),
    seats: filledSeats(entered),
    paidSeats: filledSeats(entered.filter((crew) => crew.price.due === 0)),
  };
}

function cents(crews, part) {
  return crews.reduce((sum, crew) => sum + crew.price[part], 0);
}

function filledSeats(crews) {
  return crews.reduce((sum, crew) => sum + crew.seats.filter((seat) => seat.memberId).length, 0);
}
