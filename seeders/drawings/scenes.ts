import * as indoors from './scenes/indoors.ts';
import * as outdoors from './scenes/outdoors.ts';
import type { Scene } from './scenes/cast.ts';

/** Draws what the rule of this code is about; a code that is not known gets a street with people. */
export function sceneOf(ruleCode: string): Scene {
  return SCENES[ruleCode] ?? outdoors.passersBy;
}

const SCENES: Readonly<Record<string, Scene>> = {
  'photo-service': outdoors.photoService,
  'clean-up': outdoors.cleanUp,
  'building-patrol': indoors.buildingPatrol,
  'visit-elder': indoors.visitElder,
  civility: outdoors.civility,
  mediation: indoors.mediation,
  'escort-clinic': outdoors.escortClinic,
  nursing: indoors.nursing,
  'small-wish': indoors.smallWish,
  'policy-talk': outdoors.policyTalk,
  council: indoors.council,
  tree: outdoors.plantTree,
  organise: outdoors.organise,
  blood: indoors.blood,
  'honour-community': indoors.honour('#e5484d', 1),
  'honour-street': indoors.honour('#3b78c2', 2),
  'honour-county': indoors.honour('#8e4ec6', 3),
  bravery: outdoors.bravery,
  'false-photo': indoors.falsePhoto,
};
