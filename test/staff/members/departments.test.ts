import { expect } from 'chai';
import type { Actor } from '../../../src/people/index.ts';
import { departmentsOf } from '../../../src/staff/index.ts';
import {
  createDepartment,
  moveDepartment,
  removeDepartment,
  renameDepartment,
} from '../../../src/staff/members/departments.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

describe('departments', () => {
  let street: TestStreet;
  let assessor: Actor;

  beforeEach(async () => {
    street = await aStreet();
    assessor = await anAssessor(street);
  });

  const add = async (name: string): Promise<number> =>
    (await createDepartment(assessor, name, asked(assessor))).id;
  const move = (id: number, towards: 'start' | 'end') =>
    moveDepartment(assessor, id, towards, asked(assessor));
  const names = async () => (await departmentsOf(street.id)).map(({ name }) => name);

  it('are added at the end, moved by one place, and stay at the ends of the list', async () => {
    const [, last] = [await add('甲'), await add('乙')];
    await move(last, 'start');
    expect(await names()).to.deep.equal(['党政办', '乙', '甲']);
    await move(last, 'start');
    await move(last, 'start');
    expect(await names()).to.deep.equal(['乙', '党政办', '甲']);
    await move(street.departmentId, 'end');
    await move(street.departmentId, 'end');
    expect(await names()).to.deep.equal(['乙', '甲', '党政办']);
  });

  it('have a name of their own, also when two ask for it at once', async () => {
    const asking = await Promise.allSettled([add('甲'), add('甲')]);
    expect(asking.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    const other = await add('乙');
    const rename = (name: string) => renameDepartment(assessor, other, name, asked(assessor));
    expect(await refused(rename('甲'), 'department-there')).to.include({ field: 'name' });
    await rename('丙');
    expect(await names()).to.deep.equal(['党政办', '甲', '丙']);
  });

  it('are removed only where nobody ever held a post, and the rest closes up', async () => {
    const remove = (id: number) => removeDepartment(assessor, id, asked(assessor));
    await refused(remove(street.departmentId), 'department-in-use');
    const [first, second] = [await add('甲'), await add('乙')];
    await remove(first);
    await add('丙');
    expect((await departmentsOf(street.id)).map(({ position }) => position)).to.deep.equal([
      1, 2, 3,
    ]);
    await aMember(street, { departmentId: second, toOn: '2020-06-30' });
    await refused(remove(second), 'department-in-use');
    expect(await names()).to.deep.equal(['党政办', '乙', '丙']);
  });

  it('are kept by assessors and administrators of the office, and of no other', async () => {
    const leader = await aLeader(street);
    await refused(createDepartment(leader, '甲', asked(leader)), 'keep-staff');
    const stranger = await anAssessor(await aStreet());
    const id = street.departmentId;
    await refused(renameDepartment(stranger, id, '甲', asked(stranger)), 'no-department');
    await refused(moveDepartment(stranger, id, 'end', asked(stranger)), 'no-department');
    await refused(removeDepartment(stranger, id, asked(stranger)), 'no-department');
    expect(await names()).to.deep.equal(['党政办']);
  });

  it('are made once by a command that is repeated', async () => {
    const command = asked(assessor);
    const first = await createDepartment(assessor, '甲', command);
    expect(await createDepartment(assessor, '甲', command)).to.deep.equal(first);
  });
});
